package dev.versioned.console;

import dev.versioned.rollout.RolloutStrategy;

/** The form that leads to the preview of a move. */
final class MoveForm {
  private MoveForm() {}

  static Html of(View view, Subject subject, MoveKind kind) {
    String id = "move-" + kind.key();
    Html form =
        Html.of("form", Html.of("p", kind.description()))
            .attr("method", "get")
            .link(
                "action",
                Link.alias(
                    view.base(),
                    subject.alias().artifact(),
                    subject.alias().name(),
                    "moves",
                    kind.key()));
    for (MoveKind.Field field : kind.fields()) {
      form.add(field(field, kind));
    }
    form.add(
        Html.of("button", "Preview", Html.of("span", " of: " + kind.title()).css("unseen"))
            .attr("type", "submit"));
    return Html.of("section", Html.of("h3", kind.title()).attr("id", id), form)
        .attr("aria-labelledby", id);
  }

  private static Html field(MoveKind.Field field, MoveKind kind) {
    String id = kind.key() + "-" + field.key();
    Html input =
        Html.of("input")
            .attr("id", id)
            .attr("name", field.key())
            .attr("required", "required")
            .attr("autocomplete", "off");
    String label =
        switch (field) {
          case VERSION -> {
            input.attr("list", "versions").attr("inputmode", "numeric");
            yield kind == MoveKind.SPLIT ? "Second version" : "Version";
          }
          case WEIGHT -> {
            input.attr("value", "10%");
            yield "Share of the second version";
          }
          case STRATEGY -> {
            input.attr("list", "strategies").attr("value", "Canary10Percent5Minutes");
            yield "Strategy";
          }
        };
    Html part = Html.of("p", Html.of("label", label).attr("for", id), input).css("field");
    if (field == MoveKind.Field.STRATEGY) {
      Html names = Html.of("datalist").attr("id", "strategies");
      RolloutStrategy.names().forEach(name -> names.add(Html.of("option").attr("value", name)));
      return Html.of("div", part, names);
    }
    return part;
  }
}
