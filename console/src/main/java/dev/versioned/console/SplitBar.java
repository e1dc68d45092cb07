package dev.versioned.console;

import dev.versioned.model.Routing;
import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;

/** A routing drawn as a bar, with its legend. */
final class SplitBar {
  private static final int COLOURS = 6;

  private SplitBar() {}

  /** Returns the class of a version's colour: neighbouring numbers have different ones. */
  static String colour(Target target) {
    return target instanceof VersionNumber number
        ? "v" + Math.floorMod(number.value(), COLOURS)
        : "latest";
  }

  /** Returns the bar alone, with its text for those who do not see it. */
  static Html bar(Routing routing) {
    Html svg =
        Html.of("svg")
            .css("bar")
            .attr("viewBox", "0 0 " + Weight.FULL + " 10")
            .attr("preserveAspectRatio", "none")
            .attr("role", "img")
            .attr("aria-label", Shown.routing(routing));
    int x = 0;
    for (var share : Shown.shares(routing).entrySet()) {
      int width = share.getValue().basisPoints();
      if (width > 0) {
        svg.add(
            Html.of("rect")
                .css(colour(share.getKey()))
                .attr("x", x)
                .attr("y", 0)
                .attr("width", width)
                .attr("height", 10));
      }
      x += width;
    }
    return svg;
  }

  /** Returns the shares as a list, each with its colour and a link to its version. */
  static Html legend(String base, Object artifact, Routing routing) {
    Html list = Html.of("ul").css("legend");
    Shown.shares(routing)
        .forEach(
            (target, weight) ->
                list.add(
                    Html.of(
                        "li",
                        swatch(target),
                        target instanceof VersionNumber
                            ? Layout.anchor(
                                Shown.target(target), Link.version(base, artifact, target))
                            : Html.text(Shown.target(target)),
                        " ",
                        Html.of("b", Shown.percent(weight)))));
    return list;
  }

  /** Returns the small square in a version's colour. */
  static Html swatch(Target target) {
    return Html.of(
            "svg",
            Html.of("rect").css(colour(target)).attr("width", 10).attr("height", 10).attr("rx", 2))
        .css("swatch")
        .attr("viewBox", "0 0 10 10")
        .attr("aria-hidden", "true");
  }

  /** Returns bar and legend. */
  static Html of(String base, Object artifact, Routing routing) {
    return Html.of("div", bar(routing), legend(base, artifact, routing)).css("split");
  }
}
