// The fair price without net: the same arithmetic as haat/pricing/split.py, in whole paise.
const portion = (paise, bp) => Math.floor((paise * bp + 5000) / 10000);
const taxInside = (paise, bp) => {
  const tax = Math.floor((2 * paise * bp + 10000 + bp) / (2 * (10000 + bp)));
  return tax - (tax % 2);
};

export function share(price, { tax, fee, packing }) {
  return price - taxInside(price, tax) - portion(price, fee) - packing;
}

function lowest(need, terms) {
  const base = 10000 + terms.tax;
  const kept = 10000 * 10000 - terms.fee * base;
  if (kept <= 0) return need;
  const slack = Math.floor((2 * 10000 * base) / kept) + 2;
  let price = Math.max(0, Math.floor(((need + terms.packing) * 10000 * base) / kept) - slack);
  while (share(price, terms) < need) price += 1;
  return price;
}

export function fair(spent, minutes, terms) {
  const need = spent + Math.ceil((minutes * terms.wage) / 480);
  const least = lowest(need, terms);
  const step = least <= 20000 ? 500 : 1000;
  return { lowest: least, suggested: Math.ceil(least / step) * step };
}

// ₹1,20,500: lakh grouping, paise only when there are any.
export function rupees(paise) {
  const whole = String(Math.floor(Math.abs(paise) / 100));
  const rest = Math.abs(paise) % 100;
  const grouped = whole.replace(/(\d)(?=(\d\d)+\d$)/g, "$1,");
  return `${paise < 0 ? "-" : ""}₹${grouped}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}

// Paise of what was typed, in any script's digits; 0 for nothing.
export function paise(text) {
  const plain = ungrouped(digits(text).replace(/[₹\s]/g, ""));
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
}

// Without the commas that part thousands and lakhs; any other stays, for 12,50 is no number.
export function ungrouped(text) {
  return /^\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?$/.test(text) ? text.replaceAll(",", "") : text;
}

// Devanagari, Bengali, Odia, Ol Chiki and Urdu digits as Latin ones.
export function digits(text) {
  return text.replace(/\p{Nd}/gu, (sign) => {
    const code = sign.codePointAt(0);
    for (const zero of [0x30, 0x966, 0x9e6, 0xb66, 0x1c50, 0x660, 0x6f0]) if (code >= zero && code <= zero + 9) return String(code - zero);
    return sign;
  });
}
