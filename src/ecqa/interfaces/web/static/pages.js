// The article of a permalink, scrolled to the span that the server marked; a choice in the library takes effect at once.

const mark = document.getElementById("mark");
if (mark && !window.location.hash) mark.scrollIntoView({ block: "center" });

for (const choice of document.querySelectorAll(".choices select")) choice.addEventListener("change", () => choice.form.requestSubmit());
