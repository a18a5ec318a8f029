() => {
  const svg = document.querySelector(".nd-svg");
  const shown = (element) => {
    if (getComputedStyle(element).visibility !== "visible") return false;
    for (let one = element; one !== null; one = one.parentElement) {
      if (getComputedStyle(one).display === "none") return false;
    }
    return true;
  };
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  // A text's box has room for letters with tails and accents; what is read is between its cap height and baseline.
  const texts = [...svg.querySelectorAll("text")].filter(shown).flatMap((text) => {
    const size = parseFloat(getComputedStyle(text).fontSize);
    const parts = text.querySelector("tspan") ? [...text.querySelectorAll("tspan")] : [text];
    const matrix = svg.getScreenCTM();
    return parts.map((part) => {
      const first = part.getStartPositionOfChar(0);
      const last = part.getEndPositionOfChar(part.getNumberOfChars() - 1);
      const at = (x, y) => new DOMPoint(x, y).matrixTransform(matrix);
      const low = at(first.x, first.y - 0.74 * size);
      const high = at(last.x, last.y + 0.22 * size);
      return { text, name: part.textContent, left: low.x, right: high.x, top: low.y, bottom: high.y };
    });
  });
  const faults = [];
  for (const [i, one] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      if (overlap(one, other)) faults.push(`"${one.name}" is on "${other.name}"`);
    }
  }
  for (const path of [...svg.querySelectorAll("path.line, path.dash, path.head")].filter(shown)) {
    const owner = path.parentElement.id || path.parentElement.getAttribute("class");
    const matrix = path.getScreenCTM();
    const box = path.getBoundingClientRect();
    const near = texts.filter((one) => one.left < box.right + 1 && one.right > box.left - 1 && one.top < box.bottom + 1 && one.bottom > box.top - 1);
    const length = near.length ? path.getTotalLength() : -1;
    const met = new Set();
    for (let at = 0; at <= length; at += 3) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      for (const one of near) {
        if (x > one.left && x < one.right && y > one.top && y < one.bottom) met.add(one.name);
      }
    }
    for (const name of met) faults.push(`${owner} (${path.getAttribute("class")}) runs through "${name}"`);
  }
  for (const one of texts) {
    const rect = one.text.parentElement.querySelector("rect:not(.stack)");
    if (rect === null) continue;
    const box = rect.getBoundingClientRect();
    if (one.left < box.left || one.right > box.right || one.top < box.top || one.bottom > box.bottom) {
      faults.push(`"${one.name}" leaves its box`);
    }
  }
  const whole = svg.getBoundingClientRect();
  for (const element of svg.querySelectorAll("text, rect, .nd-link .line")) {
    const box = element.getBoundingClientRect();
    if (shown(element) && (box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1 || box.top < whole.top - 1)) {
      faults.push(`${element.tagName} ${element.textContent} leaves the picture`);
    }
  }
  const parse = (color) => {
    const found = color.match(/[\d.]+/g).map(Number);
    return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 };
  };
  const over = (top, below) => top.rgb.map((value, i) => value * top.alpha + below[i] * (1 - top.alpha));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const page = parse(getComputedStyle(document.body).backgroundColor);
    const box = element.getBoundingClientRect();
    let color = over(page, [255, 255, 255]);
    for (const shape of svg.querySelectorAll("rect, circle:not(.dial)")) {
      const area = shape.getBoundingClientRect();
      const covers = area.left <= box.left + 4 && area.right >= box.right - 4 && area.top <= box.top + 4 && area.bottom >= box.bottom - 4;
      if (covers && shown(shape)) color = over(parse(getComputedStyle(shape).fill), color);
    }
    return color;
  };
  const contrasts = [...svg.querySelectorAll("text")].filter(shown).map((text) => {
    const below = behind(text);
    const color = luminance(over(parse(getComputedStyle(text).fill), below));
    const [low, high] = [color, luminance(below)].sort((a, b) => a - b);
    return { name: text.textContent, ratio: (high + 0.05) / (low + 0.05) };
  });
  return { faults, contrasts, texts: texts.length };
}
