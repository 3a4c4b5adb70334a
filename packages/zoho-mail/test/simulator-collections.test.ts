import { describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-http.js";

type Row = Record<string, string>;

describe("folders", () => {
  const create = ({ mail }: Bench, body: unknown) => mail("/folders", { method: "POST", body });

  it("are created with HTTP 200 and an envelope of 201", async () => {
    const bench = await startBench();
    const { status, json } = await create(bench, { folderName: "Messen" });
    expect([status, json.status]).toEqual([200, { code: 201, description: "Created" }]);
    expect(json.data).toMatchObject({ path: "/Messen", folderType: "Inbox" });
  });

  it("lie below others, and are named and moved", async () => {
    const bench = await startBench();
    const parentFolderId = await bench.folderId("/Kunden");
    const { folderId } = (await create(bench, { folderName: "VIP", parentFolderId })).json.data;
    const one = async () => (await bench.mail(`/folders/${folderId}`)).json.data;
    expect(await one()).toMatchObject({ path: "/Kunden/VIP", parentFolderId });
    const body = { mode: "rename", folderName: "Stammkunden" };
    const { json } = await bench.mail(`/folders/${folderId}`, { method: "PUT", body });
    expect(json).toEqual({ status: { code: 200, description: "success" } });
    const elsewhere = await bench.folderId("/Lieferanten");
    await bench.mail(`/folders/${folderId}`, { method: "PUT", body: { mode: "move", parentFolderId: elsewhere } });
    expect((await one()).path).toBe("/Lieferanten/Stammkunden");
  });

  it("go below Trash when deleted and stay listed, then go for good", async () => {
    const bench = await startBench();
    const folderId = await bench.folderId("/Kunden");
    const remove = () => bench.mail(`/folders/${folderId}`, { method: "DELETE" });
    expect((await remove()).json.data).toBeUndefined();
    const { json } = await bench.mail(`/folders/${folderId}`);
    expect(json.data).toMatchObject({ path: "/Trash/Kunden", folderType: "Trash" });
    await remove();
    expect((await bench.mail(`/folders/${folderId}`)).status).toBe(404);
  });

  it.each([
    ["a name that is taken", { folderName: "kunden" }, 400],
    ["a name with a slash", { folderName: "a/b" }, 400],
    ["an unknown parent", { folderName: "x", parentFolderId: "1" }, 404],
    ["an extra key", { name: "x" }, 404],
  ])("refuse %s", async (_, body, status) => {
    expect((await create(await startBench(), body)).status).toBe(status);
  });

  it("of the system cannot be changed", async () => {
    const bench = await startBench();
    const id = await bench.folderId("/Inbox");
    expect((await bench.mail(`/folders/${id}`, { method: "DELETE" })).status).toBe(400);
  });
});

describe("labels", () => {
  it("are created, changed and deleted", async () => {
    const { mail } = await startBench();
    const made = (await mail("/labels", { method: "POST", body: { displayName: "Eilt", color: "#FF0000" } })).json;
    expect([made.status.code, made.data.tagId]).toEqual([201, made.data.labelId]);
    const path = `/labels/${made.data.labelId}`;
    await mail(path, { method: "PUT", body: { displayName: "Sehr eilig", color: "#00FF00" } });
    expect((await mail(path)).json.data).toMatchObject({ displayName: "Sehr eilig", color: "#00FF00" });
    expect((await mail(path, { method: "DELETE" })).json.data).toBeUndefined();
    expect((await mail(path, { method: "DELETE" })).status).toBe(404);
  });

  it("refuse labelName as an extra key", async () => {
    const { mail } = await startBench();
    const { status, json } = await mail("/labels", { method: "POST", body: { labelName: "Eilt" } });
    expect([status, json.data.errorCode]).toEqual([404, "EXTRA_KEY_FOUND_IN_JSON"]);
  });
});

describe("signatures", () => {
  it("have their id in the body of an update and in the query of a deletion", async () => {
    const { api } = await startBench();
    const path = "/accounts/signature";
    const body = { name: "Advent", content: "Schöne Adventszeit", position: 1 };
    const made = (await api(path, { method: "POST", body })).json;
    expect(made.status.code).toBe(201);
    const { id } = made.data;
    const changed = await api(path, { method: "PUT", body: { ...body, id, content: "Frohe Weihnachten" } });
    expect(changed.json.data).toMatchObject({ id, content: "Frohe Weihnachten" });
    await api(path, { method: "DELETE", query: { id } });
    expect((await api(path)).json.data.some((row: Row) => row.id === id)).toBe(false);
  });
});

describe("tasks", () => {
  it("page from 0 with a relative next page, absent at the end", async () => {
    const { api } = await startBench();
    const one = (await api("/tasks/me", { query: { from: 0, limit: 5 } })).json.data;
    expect(one.paging).toEqual({ nextPage: "tasks/me?from=5&limit=5" });
    const two = (await api(`/${one.paging.nextPage}`)).json.data;
    expect([two.paging, one.tasks.length + two.tasks.length]).toEqual([undefined, 7]);
  });

  it("come alone as a list of one, bare when created, in part when changed", async () => {
    const { api } = await startBench();
    const made = (await api("/tasks/me", { method: "POST", body: { title: "Kannen zählen", dueDate: "24/12/2026" } }))
      .json;
    expect(made.data).toMatchObject({ title: "Kannen zählen", status: "In Progress", priority: "Medium" });
    const path = `/tasks/me/${made.data.id}`;
    expect((await api(path)).json.data.tasks).toHaveLength(1);
    const changed = (await api(path, { method: "PUT", body: { status: "completed" } })).json.data;
    expect(changed).toEqual({ id: made.data.id, status: "completed" });
    expect((await api(path)).json.data.tasks[0]).toMatchObject({ status: "Completed", statusValue: 1 });
    expect((await api(path, { method: "DELETE" })).json.data).toEqual({ id: made.data.id });
    expect((await api(path)).status).toBe(404);
  });

  it("write times with the owner's offset and ids as number and text", async () => {
    const { api } = await startBench();
    const [task] = (await api("/tasks/me")).json.data.tasks;
    expect(task.createdAt).toMatch(/^2026-11-1\dT\d\d:\d\d:\d\d\+01:00$/);
    expect([typeof task.owner.id, typeof task.namespaceId]).toEqual(["number", "string"]);
  });

  it.each([{ title: "" }, { title: "x", priority: "urgent" }, { title: "x", dueDate: "2026-12-24" }])(
    "refuse %o",
    async (body) => {
      const { api } = await startBench();
      expect((await api("/tasks/me", { method: "POST", body })).status).toBe(400);
    },
  );
});

describe("notes", () => {
  it("page from 1 with a whole address as next page", async () => {
    const { api } = await startBench();
    const one = (await api("/notes/me", { query: { after: 1, limit: 4 } })).json.data;
    expect(one.pagination.next).toBe("https://mail.zoho.eu/api/notes/me?after=5&limit=4");
    const two = (await api("/notes/me", { query: { after: 5, limit: 4 } })).json.data;
    expect([two.pagination, one.list.length, two.list.length]).toEqual([undefined, 4, 1]);
  });

  it("give only id and address when created", async () => {
    const { api } = await startBench();
    const { json } = await api("/notes/me", { method: "POST", body: { content: "Mehr Kandis" } });
    expect([json.status.code, Object.keys(json.data)]).toEqual([201, ["entityId", "URI"]]);
    const [newest] = (await api("/notes/me")).json.data.list;
    expect(newest).toMatchObject({ entityId: json.data.entityId, content: "Mehr Kandis", color: "-1" });
    expect(newest.createdTime).toMatch(/^\d{13}$/);
  });
});
