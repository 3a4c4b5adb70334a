import type { Synonyms } from "./synonyms.js";

/** The language of commerce. */
export const shopifySynonyms: Synonyms = {
  "order shipping address": "street, address, move house",
  product: "description, title, goods, article, merchandise, catalog, catalogue, listing",
  "product media": "picture, photo",
  customer: "mr, mrs, client, buyer, shopper, consumer, subscriber, person, people, contact, account",
  "customer update":
    "phone number, phone of customer, her number, his number, married, new name, customer moved, new phone, " +
    "new address of customer",
  "received adjust inventory": "came in",
  received: "arrive",
  "inventory quantity": "unit, left over, quantity",
  "inventory adjust":
    "damage, lost, restock, landed, arrived, delivery of, threw away, thrown away, written off, shrinkage, " +
    "stolen, spoilt, more came, fewer, take off the books, received, broke, gone bad, supplier brought, " +
    "less stock",
  inventory: "run out, running low, stock",
  "inventory level quantity": "on hand",
  "inventory set":
    "recount, stocktake, after counting, counted, stocktaking, exact quantity, actual quantity, shelf count, " +
    "reset stock, set stock, set quantity",
  "location inventory": "warehouse",
  "location list":
    "which place, our warehouses, our shops, premises, places we ship from, branches, outlets, " + "where stock is",
  location: "ship from, branch, depot",
  "product item": "item",
  "variant inventory item": "sku",
  variant: "size, choice, version, colour, color",
  "variant price": "price",
  "variant price update": "reprice",
  "inventory item cost":
    "cost, pay supplier, purchase price, buying price, cost us, customs, country of origin, hs code",
  order: "sale, purchase, transaction, bought, sold",
  "draft order": "basket, quote, quotation, estimate, proposal",
  "draft order discount": "offer",
  "invoice draft order send": "invoice, bill",
  "email send": "email",
  "fulfillment create":
    "ship, dispatch, despatch, send out, handed to, gave to dhl, handed over to, went out with, parcel left, " +
    "posted, put in the mail, ship with, dhl, ups, dpd, fedex, parcel number, shipped today",
  fulfillment: "deliver, delivery, shipment, shipping, fulfil, fulfill, fulfilment",
  "fulfillment tracking": "parcel, package, courier, carrier",
  "fulfillment order ship": "go out",
  "fulfillment create ship": "went out",
  "fulfillment order list":
    "outstanding, unshipped, unfulfilled, what to ship, to be packed, to pack, to be sent, pick list, " +
    "not yet shipped, waiting to ship, leave warehouse, backlog, still to ship",
  "fulfillment order": "pack, pick",
  tracking: "track",
  refund:
    "money back, pay back, give back, reimburse, repay, compensate, return, paid back, want money back, " +
    "credit back, credit note, broken, arrived damaged, never arrived, goodwill, send money back, returned, " +
    "chargeback, overcharged",
  "paid payment mark": "paid",
  "paid mark": "settle, bank transfer, cash",
  "paid payment": "wire",
  "discount code": "coupon, voucher, promo",
  discount: "promotion, rebate",
  tag: "label, categorize, categorise",
  metafield: "custom field, attribute, metadata",
  "metafield metaobject": "custom data",
  metaobject: "entry, guide, size guide, content entry, entries, faq, lookbook, custom content, structured content",
  scope: "permission, allow",
  "webhook create":
    "whenever, every time, listen, call our, subscribe, tell our server, let our system know, ping our, " +
    "each time, be told, get notified, push to our",
  webhook: "server, endpoint, callback, notification, event",
  "product order": "sell",
  "webhook notify": "notify",
  "webhook delete": "unsubscribe, stop calling, stop notifying, stop telling, stop sending events, callback address",
  bulk: "export, dump, download, mass, job",
  shop: "store, currency, timezone",
  graphql: "raw",
  "order get":
    "order number, inside the order, happened to order, status of order, order details, shipped already, " +
    "already shipped, was it sent, arrived yet, order arrive",
  "order list":
    "orders today, orders from, unpaid orders, recent orders, latest sales, sales today, came in, " +
    "came through, turnover, takings, sold yesterday, what sold",
  "order count": "how many orders, how many sales, number of orders, how many purchases",
  "order update":
    "note on order, remark on order, comment on order, gift message, different address, deliver elsewhere, " +
    "moved house, correct address, change address on order",
  "order cancel": "changed mind, does not want it, fraud order, fake order, call off",
  "order paid mark":
    "paid in cash, money arrived, transfer arrived, settled, paid outside, paid by bank, payment came in",
  "order close": "archive, put away orders, out of the way, tidy, file away, wrapped up",
  "order create":
    "sold elsewhere, marketplace sale, phone sale, sold at market, order by phone, enter sale, record sale",
  "inventory level":
    "how many left, left in stock, how much stock, on the shelf, per warehouse, in which warehouse, " +
    "each location, do we still have, available",
  "inventory activate": "begin to stock, start stocking, keep in warehouse, carry at, also at the warehouse, stock at",
  "product list":
    "our range, assortment, what is for sale, all articles, on offer, what products, low in stock, " + "almost out",
  "product get": "description of, pictures of, show the product, product page, look of",
  "product count": "how many articles, how many products, size of catalogue, in our catalogue",
  "product create": "launch, put up for sale, new article, bring out, offer a new, start selling, sell from now",
  "product update":
    "rename product, change title, better description, rewrite description, publish, unpublish, " + "hide from store",
  "product set": "exactly like, mirror, sync, same as in erp, overwrite product",
  "product delete": "stop selling, never sell again, discontinued, out of the range",
  "variant list": "barcode, ean, which sizes, which colours, sizes do we have",
  "variant create":
    "also comes in, new size, new colour, another size, another colour, extra size, further colour, " + "comes in",
  "variant update price":
    "dearer, cheaper, price up, price down, raise price, lower price, compare at, reprice, more expensive, " +
    "change barcode, change sku",
  "draft order create":
    "prepare offer, draw up quote, written offer, make an offer, quotation for, phone order, custom order",
  "draft order list": "open quotes, unanswered offers, offers out, pending offers, which quotes",
  "draft order complete":
    "accepted quote, accepted offer, said yes, turn into order, proper order, real order, convert, " + "goes ahead",
  "draft order invoice send": "send bill, payment link, pay by link, ask for payment, mail the quote, request payment",
  "fulfillment order hold":
    "do not ship, not ship yet, do not send yet, wait with shipping, hold back, not dispatch, " +
    "suspend shipment, wait for",
  "release hold fulfillment order":
    "may ship, may go out, may send, let it go, go on, continue shipping, ship after all, carry on, " +
    "unblock shipment, free the order",
  "fulfillment tracking update":
    "wrong tracking, tracking link, tracking code, tracking wrong, other courier, track number changed, " +
    "tracking number",
  "customer list": "best customers, loyal, vip, who bought, spent the most, customers in, people living",
  "customer get": "look up buyer, customer record, whose phone, whose mail address",
  "customer create": "sign up a client, new client, register buyer, add a person",
  "customer upsert": "crm, without doubles, sync contacts, import contacts, without duplicates",
  "tag add": "put a tag, label these, mark as vip, put label on, group as",
  "tag remove": "tag off, label off, untag, no longer vip, remove label, take label off",
  "metafield get":
    "stored with product, extra attributes, ingredients, custom fields, extra information, " + "care instructions",
  "metafield set": "store in custom field, save extra, write custom, put in custom field, note with product",
  "metaobject list": "all entries, which entries",
  "discount list":
    "reductions, current offers, which coupons, running promotions, special offers, vouchers exist, " +
    "sales running, codes exist",
  "discount code create": "percent off, euros off, code for, make a voucher, give a reduction, rebate for",
  "discount deactivate":
    "end the promotion, coupon should stop, no longer valid, code should stop, stop the coupon, " +
    "stop working, invalid",
  "webhook list": "which notifications, where notifications, which events are sent, who gets told",
  "bulk run start":
    "export all, all orders, all customers, all products, in bulk, whole catalogue to file, to a file, dump, " +
    "everything to file, complete export",
  "bulk get": "export finished, export ready, export progress, is the export, how far is the export",
  "bulk cancel": "abort export, stop export, cancel export",
  "bulk rows": "exported lines, exported rows, result of export, read export, lines of the export",
  "shop get":
    "which currency, time zone, which plan, name of the shop, shop address, settings of the shop, " + "unit of weight",
  "scope list": "permissions, allowed to do, may our app, rights of the app, app access, granted",
  "graphql query": "own graphql, raw query, custom query, own query",
};
