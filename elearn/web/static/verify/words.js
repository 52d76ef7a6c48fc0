// What the words of our badges mean: the address that each stands for, and what its values are ("": texts or things;
// LINK: things, or their addresses; else the type of its texts). They are the words of VC 2.0 and Open Badges 3.0 that
// our badges use, and no others; a test compares them with `elearn/interop/open_badges/vocabulary.py` and W3C's own.
export const CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
export const LINK = "@id";

const XSD = "www.w3.org/2001/XMLSchema#";
export const BOOLEAN = `https://${XSD}boolean`; // 1EdTech has it with https
const [ADDRESS, MOMENT] = [`https://${XSD}anyURI`, `http://${XSD}dateTime`];

const ob = (name, kind = "") => [`https://purl.imsglobal.org/spec/vc/ob/vocab.html#${name}`, kind];
const schema = (name, kind = "") => [`https://schema.org/${name}`, kind];
const vc = (name, kind = LINK) => [`https://www.w3.org/2018/credentials#${name}`, kind];
const status = (name, kind = "") => [`https://www.w3.org/ns/credentials/status#${name}`, kind];

// Words that may stand in anything.
export const ANYWHERE = {
  alignment: ob("alignment"),
  awardedDate: ob("awardedDate", "xsd:dateTime"), // as 1EdTech has it
  description: schema("description"),
  image: ob("image", LINK),
  inLanguage: schema("inLanguage"),
  name: schema("name"),
  narrative: ob("narrative"),
  url: schema("url", ADDRESS),
};

// What a type stands for, and the words that may stand in a thing of that type besides.
export const OF_TYPES = {
  VerifiableCredential: [vc("VerifiableCredential")[0], {
    credentialStatus: vc("credentialStatus"),
    credentialSubject: vc("credentialSubject"),
    evidence: vc("evidence"),
    issuer: vc("issuer"),
    validFrom: vc("validFrom", MOMENT),
    validUntil: vc("validUntil", MOMENT),
  }],
  BitstringStatusListEntry: [status("BitstringStatusListEntry")[0], {
    statusListCredential: status("statusListCredential", LINK),
    statusListIndex: status("statusListIndex"),
    statusPurpose: status("statusPurpose"),
  }],
  OpenBadgeCredential: [ob("OpenBadgeCredential")[0], {}],
  AchievementSubject: [ob("AchievementSubject")[0], {
    achievement: ob("achievement"),
    identifier: ob("identifier"),
    result: ob("result"),
  }],
  Achievement: [ob("Achievement")[0], {
    achievementType: ob("achievementType"),
    creator: ob("creator"),
    criteria: ob("Criteria", LINK),
    humanCode: ob("humanCode"),
    resultDescription: ob("resultDescription"),
    tag: schema("keywords"),
    version: ob("version"),
  }],
  Address: [ob("Address")[0], { addressCountryCode: ob("CountryCode") }],
  Alignment: [schema("AlignmentObject")[0], {
    targetCode: ob("targetCode"),
    targetFramework: schema("targetFramework"),
    targetName: schema("targetName"),
    targetUrl: schema("targetUrl", ADDRESS),
  }],
  Evidence: [ob("Evidence")[0], { genre: schema("genre") }],
  IdentityObject: [ob("IdentityObject")[0], {
    hashed: ob("hashed", BOOLEAN),
    identityHash: ob("identityHash"),
    identityType: ob("identityType"),
  }],
  Image: [ob("Image")[0], {}],
  Profile: [ob("Profile")[0], { address: ob("address", LINK) }],
  Result: [ob("Result")[0], {
    resultDescription: ob("resultDescription", ADDRESS),
    status: ob("status"),
    value: schema("value"),
  }],
  ResultDescription: [ob("ResultDescription")[0], {
    resultType: ob("resultType"),
    valueMax: ob("valueMax"),
    valueMin: ob("valueMin"),
  }],
};
