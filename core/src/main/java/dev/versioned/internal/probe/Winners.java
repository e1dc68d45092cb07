package dev.versioned.internal.probe;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Judges a race by what its writers were told: {@code won by ID} or {@code lost to ID}. */
final class Winners {
  private static final String WON = "won by ";
  private static final String LOST = "lost to ";

  private Winners() {}

  /** Returns what is wrong, or an empty string. */
  static String judge(List<String> told) {
    Set<String> holders = new TreeSet<>();
    told.stream()
        .filter(each -> !each.isEmpty())
        .forEach(each -> holders.add(each.replace(WON, "").replace(LOST, "")));
    // rule: race-has-one-winner
    if (holders.size() > 1) {
      long winners = told.stream().filter(each -> each.startsWith(WON)).count();
      return winners > 1
          ? "of " + told.size() + " concurrent writers " + winners + " were told that they had won"
          : "concurrent writers were told of " + holders.size() + " different winners";
    }
    return "";
  }
}
