"use strict";
// Shows the faults of one operation; without scripts, all of them stay in sight.
const filter = document.getElementById("filter");
if (filter && filter.querySelectorAll("option").length > 2) {
  const select = filter.querySelector("select");
  filter.hidden = false;
  select.addEventListener("change", () => {
    for (const article of document.querySelectorAll("article")) {
      const operations = article.dataset.operations.split("\n");
      article.hidden = Boolean(select.value) && !operations.includes(select.value);
    }
  });
}
