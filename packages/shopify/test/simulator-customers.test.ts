import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

const fields =
  "id displayName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } tags note numberOfOrders addressesV2(first: 3) { nodes { city countryCodeV2 } }";
const create = async (input: object) =>
  (
    await bench.query(
      `mutation($i: CustomerInput!) { customerCreate(input: $i) { customer { ${fields} } userErrors { field message } } }`,
      { i: input },
    )
  ).data.customerCreate;
const first = async () =>
  (await bench.query("{ customers(first: 1) { nodes { id defaultEmailAddress { emailAddress } } } }")).data.customers
    .nodes[0];

describe("making customers", () => {
  it("makes one and brings the phone into form", async () => {
    const { customer, userErrors } = await create({
      firstName: "Heike",
      email: "Heike@example.com",
      phone: "0151 5500 9999",
      tags: ["neu"],
      addresses: [{ city: "Emden", countryCode: "DE" }],
    });
    expect(userErrors).toEqual([]);
    expect(customer).toMatchObject({
      displayName: "Heike",
      defaultEmailAddress: { emailAddress: "Heike@example.com" },
      defaultPhoneNumber: { phoneNumber: "+4915155009999" },
      numberOfOrders: "0",
      addressesV2: { nodes: [{ city: "Emden", countryCodeV2: "DE" }] },
    });
  });

  it.each([
    [{}, null, "A name, phone number, or email address must be present"],
    [{ email: "nope" }, ["email"], "Email is invalid"],
    [{ phone: "x", firstName: "a" }, ["phone"], "Phone is invalid"],
    [{ firstName: "a", note: "x".repeat(5001) }, ["note"], "Note is too long (maximum is 5000 characters)"],
  ])("refuses %o", async (input, field, message) => {
    expect(await create(input)).toEqual({ customer: null, userErrors: [{ field, message }] });
  });

  it("refuses an e-mail that is taken, whatever the case", async () => {
    const { defaultEmailAddress } = await first();
    expect((await create({ email: defaultEmailAddress.emailAddress.toUpperCase() })).userErrors).toEqual([
      { field: ["email"], message: "Email has already been taken" },
    ]);
  });
});

describe("changing customers", () => {
  it("changes what is named", async () => {
    const { id } = await first();
    const { data } = await bench.query(
      `mutation($i: CustomerInput!) { customerUpdate(input: $i) { customer { ${fields} } userErrors { message } } }`,
      { i: { id, note: "VIP", tags: ["a", "b"] } },
    );
    expect(data.customerUpdate.customer).toMatchObject({ id, note: "VIP", tags: ["a", "b"] });
  });

  it("says when there is none", async () => {
    const { data } = await bench.query(
      'mutation { customerUpdate(input: { id: "gid://shopify/Customer/1" }) { customer { id } userErrors { field message } } }',
    );
    expect(data.customerUpdate).toEqual({
      customer: null,
      userErrors: [{ field: ["id"], message: "Customer does not exist" }],
    });
  });

  it("sets by e-mail: makes one, then replaces its lists", async () => {
    const set = async (input: object) =>
      (
        await bench.query(
          `mutation($i: CustomerSetInput!, $x: CustomerSetIdentifiers) { customerSet(identifier: $x, input: $i) { customer { ${fields} } userErrors { field message code } } }`,
          { x: { email: "set@example.com" }, i: { email: "set@example.com", ...input } },
        )
      ).data.customerSet;
    const made = await set({ tags: ["a"], addresses: [{ city: "Emden" }, { city: "Aurich" }] });
    const changed = await set({ tags: ["b"], addresses: [{ city: "Norden" }] });
    expect([changed.customer.id, changed.customer.tags, changed.customer.addressesV2.nodes.length]).toEqual([
      made.customer.id,
      ["b"],
      1,
    ]);
  });

  it("deletes only who never ordered", async () => {
    const remove = async (id: string) =>
      (
        await bench.query(
          "mutation($id: ID!) { customerDelete(input: { id: $id }) { deletedCustomerId userErrors { field } } }",
          { id },
        )
      ).data.customerDelete;
    const { customer } = await create({ firstName: "Weg" });
    expect((await remove(customer.id)).deletedCustomerId).toBe(customer.id);
    expect((await remove(await bench.firstId("customers", "orders_count:>0"))).userErrors).toEqual([{ field: ["id"] }]);
  });
});

describe("finding customers", () => {
  it.each([
    ["emailAddress", "defaultEmailAddress { emailAddress }", "defaultEmailAddress"],
    ["phoneNumber", "defaultPhoneNumber { phoneNumber }", "defaultPhoneNumber"],
  ])("finds by %s", async (name, selection, field) => {
    const { data } = await bench.query(`{ customers(first: 1, query: "phone:*") { nodes { id ${selection} } } }`);
    const [known] = data.customers.nodes;
    const { data: found } = await bench.query(
      "query($i: CustomerIdentifierInput!) { customerByIdentifier(identifier: $i) { id } }",
      { i: { [name]: known[field][name] } },
    );
    expect(found.customerByIdentifier.id).toBe(known.id);
  });

  it("adds up what was spent", async () => {
    const { data } = await bench.query(
      '{ customers(first: 1, query: "orders_count:>1") { nodes { numberOfOrders amountSpent { amount } orders(first: 50) { nodes { netPaymentSet { shopMoney { amount } } } } } } }',
    );
    const [{ numberOfOrders, amountSpent, orders }] = data.customers.nodes;
    const sum = orders.nodes.reduce(
      (total: number, { netPaymentSet }: { netPaymentSet: { shopMoney: { amount: string } } }) =>
        total + Number(netPaymentSet.shopMoney.amount),
      0,
    );
    expect([Number(numberOfOrders), Number(amountSpent.amount).toFixed(2)]).toEqual([
      orders.nodes.length,
      sum.toFixed(2),
    ]);
  });
});
