/* What scrolls can be reached with the keyboard: wide tables, rows of tabs on a small screen, long files. */
const reachable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0
    else target.removeAttribute("tabindex")
  }
})

document$.subscribe(() => {
  reachable.disconnect()
  requestAnimationFrame(() => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels, .highlight pre > code")) reachable.observe(box)
  })
})
