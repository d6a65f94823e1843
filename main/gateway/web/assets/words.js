// What the page says, in the visitor's language.

const texts = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;

/** The text of a key, with {names} filled in; numbers as the language writes them. */
export function say(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(language, { maximumFractionDigits: 2 }) : value;
  });
}

/** An ISO time as a date and a time of day. */
export function moment(iso) {
  return new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** A time so many days from now, such as "in 2.5 days"; below 0 it has passed. */
export const daysFromNow = (days) => new Intl.RelativeTimeFormat(language).format(days, "day");

/** A number of bytes with its unit. */
export function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return value.toLocaleString(language, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}
