// Notes when the ring of the named colleague changes its colour, in milliseconds since 1970.
window.seen = [];
const row = [...document.querySelectorAll('.row[data-person]')].find((row) => row.innerText.includes(arguments[0]));
let last = row.querySelector('.ring').dataset.availability;
new MutationObserver(() => {
  const now = row.querySelector('.ring')?.dataset.availability;
  if (now && now !== last) {
    last = now;
    requestAnimationFrame(() => window.seen.push(performance.timeOrigin + performance.now()));
  }
}).observe(row, { subtree: true, attributes: true, childList: true });
