import { setProduct } from "./product-set.js";
import { createProduct, deleteProduct, updateProduct } from "./product-writes.js";
import { countProducts, getProduct, listProducts } from "./products-read.js";

/** Branch `products` of the tree. */
export const products = {
  list: listProducts,
  get: getProduct,
  count: countProducts,
  create: createProduct,
  update: updateProduct,
  set: setProduct,
  delete: deleteProduct,
};
