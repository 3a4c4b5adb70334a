import { type PastWrite, type Verification, type VerifyingCall, verdictOf } from "@trunkline/core";
import { ChangedProduct } from "../../schemas/products.js";
import { getProduct, listProducts } from "../products-read.js";
import { quoted } from "./found.js";

/** A product that was made since then with this title, and with this handle where one was given. */
export const findCreatedProduct = async (
  call: VerifyingCall,
  write: PastWrite<{ readonly title: string; readonly handle?: string | undefined }>,
): Promise<Verification<ChangedProduct>> => {
  const { title, handle } = write.input;
  const query = handle === undefined ? `title:${quoted(title)}` : `handle:${quoted(handle)}`;
  const { products } = await call.run(listProducts, { query, sortKey: "CREATED_AT", reverse: true, limit: 50 });
  // A title is searched by its words, and a handle that is taken gets a number.
  const alike = products.filter((product) => product.title === title);
  const verdict = verdictOf(
    alike.map(({ id, createdAt }) => ({ data: id, madeAt: createdAt })),
    write,
  );
  if (verdict.outcome !== "executed") return verdict;
  const product = await call.run(getProduct, { id: verdict.data });
  return { outcome: "executed", data: ChangedProduct.parse({ ...product, variants: product.variants.slice(0, 10) }) };
};
