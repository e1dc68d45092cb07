package dev.versioned.console;

import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import java.util.List;

/** The steps of a rollout, drawn as a stair, and as a list. */
final class RolloutSteps {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 120;

  /** More steps than this are not told apart in a list. */
  private static final int LISTED = 20;

  private RolloutSteps() {}

  static Html of(Rollout rollout) {
    List<Weight> weights = rollout.plan().strategy().weights();
    Html svg =
        Html.of("svg")
            .css("steps")
            .attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
            .attr("preserveAspectRatio", "none")
            .attr("role", "img")
            .attr(
                "aria-label",
                "Step " + rollout.step() + " of " + weights.size() + " of the rollout");
    double width = (double) WIDTH / weights.size();
    Html list = Html.of("ol").css("steplist");
    for (int i = 0; i < weights.size(); i++) {
      int step = i + 1;
      double height = Math.max(2, (double) HEIGHT * weights.get(i).basisPoints() / Weight.FULL);
      String state = step < rollout.step() ? "past" : step == rollout.step() ? "present" : "next";
      svg.add(
          Html.of("rect")
              .css(state)
              .attr("x", Math.round(i * width))
              .attr("y", Math.round(HEIGHT - height))
              .attr("width", Math.max(1, Math.round(width) - 4))
              .attr("height", Math.round(height)));
      if (weights.size() <= LISTED) {
        list.add(item(rollout, step, weights.get(i), state));
      }
    }
    return Html.of("figure", svg, Html.of("figcaption", list)).css("chart");
  }

  private static Html item(Rollout rollout, int step, Weight weight, String state) {
    String word =
        switch (state) {
          case "past" -> "done";
          case "present" -> "reached";
          default -> "to come";
        };
    Html item =
        Html.of(
            "li",
            Shown.percent(weight) + ", " + word,
            rollout.plan().strategy().isWaitAfter(step) ? ", waits for an approval" : "");
    return state.equals("present") ? item.attr("aria-current", "step") : item;
  }
}
