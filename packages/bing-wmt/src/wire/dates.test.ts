import { describe, expect, it } from "vitest";
import { DateWire, toDay, toMoment } from "./dates.js";

describe("a moment", () => {
  it.each([
    ["/Date(1730173887265)/", "2024-10-29T03:51:27.265Z"],
    ["/Date(1316156400000-0700)/", "2011-09-16T07:00:00.000Z"],
    ["/Date(1316156400000+0530)/", "2011-09-16T07:00:00.000Z"],
    ["/Date(-86400000)/", "1969-12-31T00:00:00.000Z"],
  ])("%s is the number in UTC: the offset is never added", (text, moment) => {
    expect(toMoment(text)).toBe(moment);
  });

  it.each([
    "/Date(-62135568000000-0800)/",
    "/Date(-62135571600000-0700)/",
    "/Date(-62135596800000)/",
    "/Date(-2208988800001)/",
    "/Date(99999999999999999)/",
  ])("%s means never", (text) => {
    expect(toMoment(text)).toBeUndefined();
    expect(toDay(text)).toBeUndefined();
  });

  it("is absent where Bing sends none", () => {
    expect([toMoment(null), toMoment(undefined), toDay(null)]).toEqual([undefined, undefined, undefined]);
  });
});

describe("a day", () => {
  it.each([
    ["with an offset: the date on that clock", "/Date(1728975600000-0700)/", "2024-10-15"],
    ["with an offset, late on that clock", "/Date(1729061999999-0700)/", "2024-10-15"],
    ["with an offset east of UTC", "/Date(1728943200000+0200)/", "2024-10-15"],
    ["at midnight in UTC", "/Date(1728950400000)/", "2024-10-15"],
    ["at Pacific midnight in summer", "/Date(1716015600000)/", "2024-05-18"],
    ["at Pacific midnight in winter", "/Date(1731139200000)/", "2024-11-09"],
    ["within a day, by Pacific time", "/Date(1731130200000)/", "2024-11-08"],
    ["before 1970, at midnight in UTC", "/Date(-86400000)/", "1969-12-31"],
  ])("%s", (_, text, day) => {
    expect(toDay(text)).toBe(day);
  });

  it("comes once for each day although the end of daylight saving makes one of 25 hours", () => {
    const rows = ["/Date(1730530800000-0700)/", "/Date(1730617200000-0700)/", "/Date(1730707200000-0800)/"];
    expect(rows.map(toDay)).toEqual(["2024-11-02", "2024-11-03", "2024-11-04"]);
  });
});

it("is recognised by its form only", () => {
  for (const text of ["2024-10-15", "Date(1)", "/Date(abc)/", "/Date(1)/x", "/Date(1+07)/"])
    expect(DateWire.safeParse(text).success).toBe(false);
});
