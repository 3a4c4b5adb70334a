/**
 * What the simulator knows of the Admin schema: object types with their fields. Connections, edges, payloads,
 * user errors, enums and inputs follow from these. What the connector's documents reach is added by the generator.
 */
export const objectFields = {
  Shop: "id name myshopifyDomain primaryDomain email contactEmail description currencyCode currencyFormats enabledPresentmentCurrencies ianaTimezone timezoneAbbreviation timezoneOffset timezoneOffsetMinutes plan resourceLimits shopAddress billingAddress shopOwnerName taxesIncluded taxShipping unitSystem weightUnit url setupRequired checkoutApiSupported orderNumberFormatPrefix orderNumberFormatSuffix shipsToCountries features createdAt updatedAt metafield metafields",
  ShopPlan: "displayName publicDisplayName partnerDevelopment shopifyPlus",
  ShopFeatures: "giftCards harmonizedSystemCode reports storefront",
  ShopResourceLimits: "locationLimit maxProductOptions maxProductVariants redirectLimitReached",
  ShopAddress: "id address1 address2 city company country countryCodeV2 phone province provinceCode zip formatted",
  CurrencyFormats: "moneyFormat moneyInEmailsFormat moneyWithCurrencyFormat moneyWithCurrencyInEmailsFormat",
  Domain: "id host url sslEnabled",
  AppInstallation: "id accessScopes app launchUrl",
  AccessScope: "handle description",
  App: "id title handle apiKey",
  ApiVersion: "handle displayName supported",
  Product:
    "id legacyResourceId title handle status vendor productType tags description descriptionHtml bodyHtml createdAt updatedAt publishedAt onlineStoreUrl onlineStorePreviewUrl templateSuffix giftCardTemplateSuffix isGiftCard totalInventory tracksInventory hasOnlyDefaultVariant hasOutOfStockVariants hasVariantsThatRequiresComponents requiresSellingPlan defaultCursor category seo priceRangeV2 compareAtPriceRange options variants variantsCount media mediaCount featuredMedia featuredImage collections inCollection metafield metafields",
  SEO: "title description",
  ProductPriceRangeV2: "minVariantPrice maxVariantPrice",
  ProductCompareAtPriceRange: "minVariantCompareAtPrice maxVariantCompareAtPrice",
  TaxonomyCategory: "id name fullName level isLeaf isRoot isArchived parentId ancestorIds childrenIds",
  ProductOption: "id name position values optionValues",
  ProductOptionValue: "id name hasVariants",
  SelectedOption: "name value optionValue",
  MediaImage: "id alt mediaContentType status image preview createdAt updatedAt mimeType fileStatus",
  MediaPreviewImage: "image status",
  Image: "id altText height width url",
  Collection:
    "id legacyResourceId title handle description descriptionHtml sortOrder templateSuffix updatedAt hasProduct products productsCount seo metafield metafields",
  ProductVariant:
    "id legacyResourceId title displayName sku barcode price compareAtPrice position taxable availableForSale inventoryPolicy inventoryQuantity sellableOnlineQuantity selectedOptions inventoryItem product createdAt updatedAt defaultCursor requiresComponents unitPrice showUnitPrice metafield metafields",
  ProductSetOperation: "id status product userErrors",
  ProductDeleteOperation: "id status product deletedProductId userErrors",
  InventoryItem:
    "id legacyResourceId sku tracked trackedEditable requiresShipping countryCodeOfOrigin provinceCodeOfOrigin harmonizedSystemCode unitCost measurement createdAt updatedAt duplicateSkuCount inventoryHistoryUrl inventoryLevel inventoryLevels locationsCount variant variants",
  EditableProperty: "locked reason",
  InventoryItemMeasurement: "id weight",
  Weight: "unit value",
  InventoryLevel: "id item location quantities isActive canDeactivate deactivationAlert createdAt updatedAt",
  InventoryQuantity: "id name quantity updatedAt",
  InventoryAdjustmentGroup: "id app createdAt reason referenceDocumentUri changes",
  InventoryChange: "name delta quantityAfterChange ledgerDocumentUri item location",
  Location:
    "id legacyResourceId name address addressVerified isActive isPrimary activatable deactivatable deactivatedAt deletable fulfillsOnlineOrders shipsInventory hasActiveInventory hasUnfulfilledOrders isFulfillmentService inventoryLevel inventoryLevels createdAt updatedAt metafield metafields",
  LocationAddress:
    "address1 address2 city country countryCode formatted latitude longitude phone province provinceCode zip",
  Order:
    "id legacyResourceId name number confirmationNumber createdAt updatedAt processedAt cancelledAt cancelReason cancellation closedAt closed confirmed test email phone note poNumber tags customAttributes sourceName sourceIdentifier statusPageUrl currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus returnStatus fullyPaid unpaid capturable canMarkAsPaid canNotifyCustomer edited fulfillable refundable requiresShipping restockable merchantEditable merchantEditableErrors taxesIncluded taxExempt dutiesIncluded estimatedTaxes customerAcceptsMarketing customerLocale discountCode discountCodes paymentGatewayNames billingAddressMatchesShippingAddress subtotalLineItemsQuantity currentSubtotalLineItemsQuantity totalWeight currentTotalWeight customer billingAddress shippingAddress displayAddress shippingLine shippingLines lineItems transactions transactionsCount refunds fulfillments fulfillmentsCount fulfillmentOrders taxLines currentTaxLines discountApplications subtotalPriceSet totalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet cartDiscountAmountSet totalReceivedSet totalRefundedSet totalRefundedShippingSet totalOutstandingSet totalCapturableSet totalTipReceivedSet netPaymentSet originalTotalPriceSet currentSubtotalPriceSet currentTotalPriceSet currentTotalTaxSet currentTotalDiscountsSet currentCartDiscountAmountSet currentShippingPriceSet refundDiscrepancySet attribution cartToken checkoutToken customerJourneySummary app retailLocation metafield metafields events",
  OrderCancellation: "staffNote",
  OrderAttribution: "displayName handle",
  OrderApp: "id name",
  CustomerJourneySummary: "ready customerOrderIndex daysToConversion firstVisit lastVisit momentsCount",
  CustomerVisit:
    "id landingPage landingPageHtml occurredAt referralCode referrerUrl source sourceDescription sourceType utmParameters",
  UTMParameters: "source medium campaign content term",
  LineItem:
    "id title name quantity currentQuantity refundableQuantity unfulfilledQuantity fulfillableQuantity nonFulfillableQuantity sku variantTitle vendor isGiftCard requiresShipping restockable taxable merchantEditable customAttributes product variant originalUnitPriceSet originalTotalSet discountedUnitPriceSet discountedUnitPriceAfterAllDiscountsSet discountedTotalSet totalDiscountSet unfulfilledDiscountedTotalSet unfulfilledOriginalTotalSet taxLines discountAllocations image",
  DiscountAllocation: "allocatedAmountSet discountApplication",
  DiscountCodeApplication: "allocationMethod index targetSelection targetType value code",
  ManualDiscountApplication: "allocationMethod index targetSelection targetType value title description",
  PricingPercentageValue: "percentage",
  TaxLine: "title rate ratePercentage priceSet channelLiable source",
  ShippingLine:
    "id title code source custom carrierIdentifier deliveryCategory isRemoved phone shippingRateHandle originalPriceSet discountedPriceSet currentDiscountedPriceSet taxLines discountAllocations",
  OrderTransaction:
    "id kind status gateway formattedGateway amountSet processedAt createdAt test errorCode authorizationExpiresAt accountNumber paymentId parentTransaction order manuallyCapturable multiCapturable manualPaymentGateway settlementCurrency totalUnsettledSet maximumRefundableV2 receiptJson",
  Refund:
    "id legacyResourceId note createdAt updatedAt processedAt totalRefundedSet order refundLineItems refundShippingLines transactions orderAdjustments",
  RefundLineItem: "id quantity restockType restocked priceSet subtotalSet totalTaxSet lineItem location",
  RefundShippingLine: "id shippingLine subtotalAmountSet taxAmountSet",
  OrderAdjustment: "id amountSet taxAmountSet reason",
  Fulfillment:
    "id legacyResourceId name status displayStatus createdAt updatedAt deliveredAt inTransitAt estimatedDeliveryAt totalQuantity requiresShipping trackingInfo fulfillmentLineItems fulfillmentOrders order location",
  FulfillmentLineItem: "id quantity originalTotalSet discountedTotalSet lineItem",
  FulfillmentTrackingInfo: "number url company",
  FulfillmentOrder:
    "id status requestStatus orderId orderName orderProcessedAt createdAt updatedAt fulfillAt fulfillBy assignedLocation destination deliveryMethod supportedActions fulfillmentHolds lineItems fulfillments merchantRequests order remainingLineItemsWeight",
  FulfillmentOrderMerchantRequest: "id kind message requestOptions responseData sentAt",
  FulfillmentOrderAssignedLocation: "name address1 address2 city province countryCode zip phone location",
  FulfillmentOrderDestination:
    "id firstName lastName company address1 address2 city province countryCode zip email phone location",
  FulfillmentOrderLineItem:
    "id totalQuantity remainingQuantity requiresShipping productTitle variantTitle sku vendor inventoryItemId weight lineItem variant",
  FulfillmentOrderSupportedAction: "action externalUrl",
  FulfillmentHold: "id handle reason reasonNotes displayReason heldByRequestingApp heldByApp",
  DeliveryMethod: "id methodType presentedName serviceCode maxDeliveryDateTime minDeliveryDateTime",
  DraftOrder:
    "id legacyResourceId name status ready email phone note2 poNumber tags customAttributes createdAt updatedAt completedAt invoiceSentAt invoiceUrl invoiceEmailTemplateSubject reserveInventoryUntil currencyCode presentmentCurrencyCode taxExempt taxesIncluded billingAddressMatchesShippingAddress discountCodes acceptAutomaticDiscounts allowDiscountCodesInCheckout visibleToCustomer totalQuantityOfLineItems totalWeight appliedDiscount billingAddress shippingAddress shippingLine customer order lineItems taxLines lineItemsSubtotalPrice subtotalPriceSet totalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet totalLineItemsPriceSet amountDueLaterSet amountDueNowSet metafield metafields",
  DraftOrderLineItem:
    "id uuid title name quantity custom sku variantTitle vendor isGiftCard requiresShipping taxable customAttributes product variant appliedDiscount originalUnitPriceSet originalUnitPriceWithCurrency originalTotalSet discountedTotalSet totalDiscountSet approximateDiscountedUnitPriceSet taxLines weight image",
  DraftOrderAppliedDiscount: "title description value valueType amountSet",
  Customer:
    "id legacyResourceId displayName firstName lastName email phone locale note state tags taxExempt taxExemptions verifiedEmail canDelete dataSaleOptOut numberOfOrders amountSpent lifetimeDuration multipassIdentifier productSubscriberStatus createdAt updatedAt defaultEmailAddress defaultPhoneNumber emailMarketingConsent smsMarketingConsent defaultAddress addresses addressesV2 orders lastOrder statistics image metafield metafields",
  CustomerStatistics: "predictedSpendTier rfmGroup",
  CustomerEmailAddress:
    "emailAddress marketingState marketingOptInLevel marketingUpdatedAt marketingUnsubscribeUrl openTrackingLevel openTrackingUrl validFormat",
  CustomerPhoneNumber: "phoneNumber marketingState marketingOptInLevel marketingUpdatedAt marketingCollectedFrom",
  CustomerEmailMarketingConsentState: "consentUpdatedAt marketingOptInLevel marketingState",
  CustomerSmsMarketingConsentState: "consentCollectedFrom consentUpdatedAt marketingOptInLevel marketingState",
  MailingAddress:
    "id firstName lastName name company address1 address2 city province provinceCode country countryCode countryCodeV2 zip phone formatted formattedArea latitude longitude coordinatesValidated timeZone validationResultSummary",
  Metafield:
    "id legacyResourceId namespace key type value jsonValue compareDigest description ownerType owner createdAt updatedAt sizeInBytes definition",
  MetafieldDefinition:
    "id name namespace key description ownerType type pinnedPosition metafieldsCount validations useAsCollectionCondition validationStatus",
  MetafieldDefinitionType: "name category",
  MetafieldDefinitionValidation: "name type value",
  MetafieldIdentifier: "ownerId namespace key",
  Metaobject: "id type handle displayName createdAt updatedAt field fields values definition capabilities",
  MetaobjectField: "key type value jsonValue definition",
  MetaobjectFieldDefinition: "key name description required type",
  MetaobjectDefinition:
    "id type name description displayNameKey fieldDefinitions hasThumbnailField metaobjectsCount createdAt updatedAt",
  MetaobjectCapabilityData: "publishable",
  MetaobjectCapabilityDataPublishable: "status",
  DiscountNode: "id discount metafield metafields",
  DiscountCodeNode: "id codeDiscount metafield metafields",
  DiscountAutomaticNode: "id automaticDiscount metafield metafields",
  DiscountCodeBasic:
    "title status summary shortSummary startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount appliesOncePerCustomer recurringCycleLimit hasTimelineComment discountClasses tags codes codesCount combinesWith customerGets minimumRequirement totalSales context",
  DiscountCodeBxgy:
    "title status summary startsAt endsAt createdAt updatedAt usageLimit usesPerOrderLimit asyncUsageCount appliesOncePerCustomer hasTimelineComment discountClasses tags codes codesCount combinesWith customerBuys customerGets totalSales",
  DiscountCodeFreeShipping:
    "title status summary shortSummary startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount appliesOncePerCustomer appliesOnOneTimePurchase appliesOnSubscription hasTimelineComment discountClasses tags codes codesCount combinesWith minimumRequirement maximumShippingPrice totalSales",
  DiscountCodeApp:
    "title status startsAt endsAt createdAt updatedAt usageLimit asyncUsageCount appliesOncePerCustomer discountId discountClasses tags codes codesCount combinesWith totalSales",
  DiscountAutomaticBasic:
    "title status summary shortSummary startsAt endsAt createdAt updatedAt asyncUsageCount discountClasses tags combinesWith customerGets minimumRequirement",
  DiscountAutomaticBxgy:
    "id title status summary startsAt endsAt createdAt updatedAt asyncUsageCount usesPerOrderLimit discountClasses tags combinesWith customerBuys customerGets",
  DiscountAutomaticFreeShipping:
    "title status summary shortSummary startsAt endsAt createdAt updatedAt asyncUsageCount discountClasses tags combinesWith maximumShippingPrice minimumRequirement totalSales",
  DiscountAutomaticApp:
    "title status startsAt endsAt createdAt updatedAt asyncUsageCount discountId discountClasses tags combinesWith",
  DiscountRedeemCode: "id code asyncUsageCount",
  DiscountCombinesWith: "orderDiscounts productDiscounts shippingDiscounts",
  DiscountCustomerGets: "appliesOnOneTimePurchase appliesOnSubscription items value",
  DiscountCustomerBuys: "isOneTimePurchase isSubscription items value",
  AllDiscountItems: "allItems",
  DiscountProducts: "products productVariants",
  DiscountCollections: "collections",
  DiscountPercentage: "percentage",
  DiscountAmount: "amount appliesOnEachItem",
  DiscountOnQuantity: "effect quantity",
  DiscountQuantity: "quantity",
  DiscountPurchaseAmount: "amount",
  DiscountMinimumQuantity: "greaterThanOrEqualToQuantity",
  DiscountMinimumSubtotal: "greaterThanOrEqualToSubtotal",
  DiscountBuyerSelectionAll: "all",
  DiscountCustomers: "customers",
  WebhookSubscription:
    "id legacyResourceId topic uri callbackUrl endpoint filter format includeFields metafieldNamespaces name apiVersion createdAt updatedAt",
  WebhookHttpEndpoint: "callbackUrl",
  WebhookEventBridgeEndpoint: "arn",
  WebhookPubSubEndpoint: "pubSubProject pubSubTopic",
  BulkOperation:
    "id type status errorCode query createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl",
  Job: "id done query",
  BasicEvent: "id action appTitle attributeToApp attributeToUser createdAt criticalAlert message subjectId subjectType",
  MoneyV2: "amount currencyCode",
  MoneyBag: "shopMoney presentmentMoney",
  Attribute: "key value",
  Count: "count precision",
  PageInfo: "hasNextPage hasPreviousPage startCursor endCursor",
  QueryRoot:
    "shop currentAppInstallation appInstallation publicApiVersions products product productByIdentifier productByHandle productsCount productOperation productVariants productVariant productVariantByIdentifier productVariantsCount collections collection collectionByHandle inventoryItems inventoryItem inventoryLevel locations location locationsCount orders order orderByIdentifier ordersCount draftOrders draftOrder fulfillmentOrders fulfillmentOrder fulfillment refund customers customer customerByIdentifier customersCount metaobjects metaobject metaobjectByHandle metaobjectDefinitions metaobjectDefinition metaobjectDefinitionByType metafieldDefinitions metafieldDefinition discountNodes discountNode discountNodesCount codeDiscountNodes codeDiscountNode codeDiscountNodeByCode automaticDiscountNodes automaticDiscountNode webhookSubscriptions webhookSubscription webhookSubscriptionsCount bulkOperation bulkOperations currentBulkOperation node nodes job",
  Mutation:
    "productCreate productUpdate productSet productDelete productVariantsBulkCreate productVariantsBulkUpdate productVariantsBulkDelete inventorySetQuantities inventoryAdjustQuantities inventoryActivate inventoryItemUpdate orderUpdate orderCancel orderMarkAsPaid orderClose orderOpen orderCreate tagsAdd tagsRemove draftOrderCreate draftOrderUpdate draftOrderDelete draftOrderComplete draftOrderInvoiceSend fulfillmentCreate fulfillmentTrackingInfoUpdate fulfillmentCancel fulfillmentOrderHold fulfillmentOrderReleaseHold refundCreate customerCreate customerUpdate customerSet customerDelete metafieldsSet metafieldsDelete metaobjectUpsert metaobjectCreate metaobjectDelete discountCodeBasicCreate discountCodeDeactivate discountCodeActivate webhookSubscriptionCreate webhookSubscriptionUpdate webhookSubscriptionDelete bulkOperationRunQuery bulkOperationCancel",
};

/** Interfaces with their fields; an object that lacks one of them does not claim the interface. */
export const interfaces = {
  Node: "id",
  HasMetafields: "metafield metafields",
  LegacyInteroperability: "legacyResourceId",
  Media: "id alt mediaContentType preview status",
  DiscountApplication: "allocationMethod index targetSelection targetType value",
  Event: "id action appTitle attributeToApp attributeToUser createdAt criticalAlert message",
  ProductOperation: "product status",
};

/** Input fields left out because they pull in large parts of the schema that a back office does not use. */
export const skippedInputTypes = [
  "PaymentTermsInput",
  "FileSetInput",
  "ProductClaimOwnershipInput",
  "LocalizedFieldInput",
];
