import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
let inventoryItemId: string;
let locationId: string;
beforeEach(async () => {
  bench = await startBench();
  inventoryItemId = await bench.firstId("inventoryItems", "sku:NT-BANCHA-50");
  locationId = await bench.firstId("locations", "city:Hamburg");
});
afterEach(() => bench.simulator.close());

const levels = async () =>
  (
    await bench.query(
      'query($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 5) { nodes { id location { name } quantities(names: ["available", "on_hand", "incoming"]) { name quantity updatedAt } } } } }',
      { id: inventoryItemId },
    )
  ).data.inventoryItem.inventoryLevels.nodes;
const available = async () =>
  (await levels()).find(({ location }: { location: { name: string } }) => location.name === "Lager Hamburg")
    .quantities[0].quantity;

const set = (
  quantity: number,
  {
    key = "key-1",
    from = null,
    version,
    name = "available",
  }: { key?: string; from?: number | null | "unstated"; version?: string; name?: string } = {},
) =>
  bench.query(
    "mutation($i: InventorySetQuantitiesInput!, $k: String!) { inventorySetQuantities(input: $i) @idempotent(key: $k) { inventoryAdjustmentGroup { id reason changes { name delta item { id } location { id } } } userErrors { field message code } } }",
    {
      k: key,
      i: {
        name,
        reason: "correction",
        quantities: [
          { inventoryItemId, locationId, quantity, ...(from !== "unstated" && { changeFromQuantity: from }) },
        ],
      },
    },
    { version },
  );

describe("setting quantities", () => {
  it("sets and tells what changed", async () => {
    const before = await available();
    const { data } = await set(before + 5);
    expect(data.inventorySetQuantities.userErrors).toEqual([]);
    expect(data.inventorySetQuantities.inventoryAdjustmentGroup).toMatchObject({
      reason: "correction",
      changes: [
        { name: "available", delta: 5, item: { id: inventoryItemId }, location: { id: locationId } },
        { name: "on_hand", delta: 5 },
      ],
    });
    expect(await available()).toBe(before + 5);
  });

  it("fails without @idempotent from 2026-04 on, before anything happens", async () => {
    const document =
      "mutation($i: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $i) { userErrors { code } } }";
    const input = {
      name: "available",
      reason: "correction",
      quantities: [{ inventoryItemId, locationId, quantity: 1, changeFromQuantity: null }],
    };
    const { status, data, errors } = await bench.query(document, { i: input }, { version: "2026-04" });
    expect([status, data, errors[0]?.message, errors[0]?.extensions?.code]).toEqual([
      200,
      { inventorySetQuantities: null },
      "The @idempotent directive is required for this mutation but was not provided.",
      "BAD_REQUEST",
    ]);
    expect((await bench.query(document, { i: input }, { version: "2026-01" })).errors).toEqual([]);
  });

  it("refuses a blank key", async () => {
    expect((await set(1, { key: " " })).errors[0]?.extensions?.code).toBe("BAD_REQUEST");
  });

  it("gives the first answer again for the same key and input, without a second effect", async () => {
    const change = (delta: number) =>
      bench.query(
        'mutation($i: InventoryAdjustQuantitiesInput!) { inventoryAdjustQuantities(input: $i) @idempotent(key: "again") { inventoryAdjustmentGroup { id } userErrors { code } } }',
        {
          i: {
            name: "available",
            reason: "correction",
            changes: [{ inventoryItemId, locationId, delta, changeFromQuantity: null }],
          },
        },
      );
    const before = await available();
    const [first, second] = [await change(3), await change(3)];
    expect(second.data).toEqual(first.data);
    expect(await available()).toBe(before + 3);
    expect((await change(4)).data.inventoryAdjustQuantities.userErrors).toEqual([
      { code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" },
    ]);
    await bench.clock.advance(24 * 3_600_000);
    await change(3);
    expect(await available()).toBe(before + 6);
  });

  it("refuses a starting quantity that is no longer right", async () => {
    const { data } = await set(10, { from: -7 });
    expect(data.inventorySetQuantities).toMatchObject({
      inventoryAdjustmentGroup: null,
      userErrors: [{ field: ["input", "quantities", "0", "changeFromQuantity"], code: "CHANGE_FROM_QUANTITY_STALE" }],
    });
  });

  it("insists on the starting quantity from 2026-04 on", async () => {
    expect((await set(10, { from: "unstated" })).errors[0]?.extensions?.code).toBe("INVALID_FIELD_ARGUMENTS");
    expect((await set(10, { from: "unstated", version: "2026-01" })).errors).toEqual([]);
  });

  it("compares the old way on 2026-01", async () => {
    const { data } = await bench.query(
      "mutation($i: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $i) { userErrors { code } } }",
      {
        i: {
          name: "available",
          reason: "correction",
          quantities: [{ inventoryItemId, locationId, quantity: 1, compareQuantity: -1 }],
        },
      },
      { version: "2026-01" },
    );
    expect(data.inventorySetQuantities.userErrors).toEqual([{ code: "COMPARE_QUANTITY_STALE" }]);
  });

  it.each([
    [2_000_000_000, "available", "INVALID_QUANTITY_TOO_HIGH"],
    [-1, "available", "INVALID_QUANTITY_NEGATIVE"],
    [1, "reserved", "INVALID_NAME"],
  ])("refuses %i of %s", async (quantity, name, code) => {
    expect((await set(quantity, { name })).data.inventorySetQuantities.userErrors[0].code).toBe(code);
  });
});

describe("adjusting quantities", () => {
  const adjust = async (name: string, change: object) =>
    (
      await bench.query(
        "mutation($i: InventoryAdjustQuantitiesInput!, $k: String!) { inventoryAdjustQuantities(input: $i) @idempotent(key: $k) { userErrors { field code } } }",
        {
          k: JSON.stringify(change),
          i: {
            name,
            reason: "correction",
            changes: [{ inventoryItemId, locationId, changeFromQuantity: null, delta: 2, ...change }],
          },
        },
      )
    ).data.inventoryAdjustQuantities.userErrors;

  it("insists on a document for what is not available stock", async () => {
    expect(await adjust("damaged", {})).toEqual([
      { field: ["input", "changes", "0", "ledgerDocumentUri"], code: "INVALID_QUANTITY_DOCUMENT" },
    ]);
    expect(await adjust("damaged", { ledgerDocumentUri: "gid://back-office/Doc/1" })).toEqual([]);
  });

  it("refuses places and items that are not there", async () => {
    expect((await adjust("available", { locationId: "gid://shopify/Location/1" }))[0].code).toBe("INVALID_LOCATION");
    expect((await adjust("available", { inventoryItemId: "gid://shopify/InventoryItem/1" }))[0].code).toBe(
      "INVALID_INVENTORY_ITEM",
    );
  });
});

describe("items and levels", () => {
  it("has level ids that carry their item", async () => {
    const [{ id }] = await levels();
    expect(id).toMatch(
      new RegExp(`^gid://shopify/InventoryLevel/\\d+\\?inventory_item_id=${inventoryItemId.split("/").at(-1)}$`),
    );
    expect(
      (await bench.query("query($id: ID!) { inventoryLevel(id: $id) { id } }", { id })).data.inventoryLevel.id,
    ).toBe(id);
  });

  it("knows no time for sums", async () => {
    const [{ quantities }] = await levels();
    expect(quantities.map(({ updatedAt }: { updatedAt: string | null }) => updatedAt === null)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("starts to stock at another place, and does nothing the second time", async () => {
    const { data } = await bench.query(
      'mutation { productCreate(product: { title: "Sieb" }) { product { variants(first: 1) { nodes { inventoryItem { id } } } } } }',
    );
    const item = data.productCreate.product.variants.nodes[0].inventoryItem.id;
    const leer = await bench.firstId("locations", "city:Leer");
    const activate = async (available: number | null, key: string) =>
      (
        await bench.query(
          "mutation($i: ID!, $l: ID!, $a: Int, $k: String!) { inventoryActivate(inventoryItemId: $i, locationId: $l, available: $a) @idempotent(key: $k) { inventoryLevel { id } userErrors { field message } } }",
          { i: item, l: leer, a: available, k: key },
        )
      ).data.inventoryActivate;
    const first = await activate(4, "a");
    expect((await activate(null, "b")).inventoryLevel.id).toBe(first.inventoryLevel.id);
    expect((await activate(9, "c")).userErrors[0].field).toEqual(["available"]);
  });

  it("changes the stock-keeping unit and cost", async () => {
    const { data } = await bench.query(
      'mutation($id: ID!) { inventoryItemUpdate(id: $id, input: { sku: "NEU", cost: 1.5 }) { inventoryItem { sku unitCost { amount } variant { sku } } userErrors { message } } }',
      { id: inventoryItemId },
    );
    expect(data.inventoryItemUpdate.inventoryItem).toEqual({
      sku: "NEU",
      unitCost: { amount: "1.5" },
      variant: { sku: "NEU" },
    });
  });

  it("refuses a negative cost", async () => {
    const { data } = await bench.query(
      "mutation($id: ID!) { inventoryItemUpdate(id: $id, input: { cost: -1 }) { userErrors { field message } } }",
      { id: inventoryItemId },
    );
    expect(data.inventoryItemUpdate.userErrors).toEqual([
      { field: ["input", "cost"], message: "Cost must be greater than or equal to 0" },
    ]);
  });

  it("lists places by name", async () => {
    const { data } = await bench.query(
      "{ locations(first: 5) { nodes { name isActive address { city countryCode } } } }",
    );
    expect(data.locations.nodes).toEqual([
      { name: "Laden Leer", isActive: true, address: { city: "Leer", countryCode: "DE" } },
      { name: "Lager Hamburg", isActive: true, address: { city: "Hamburg", countryCode: "DE" } },
    ]);
  });
});
