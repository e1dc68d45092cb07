package dev.versioned.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Identifies a random run: the same plan gives the same run, call by call.
 *
 * <p>As text it is the seed, followed by the deaths in addition to those that the seed draws:
 * {@code 1866+16b+20a} is seed 1866 with a death before call 16 and one after call 20.
 *
 * @param seed decides everything that nothing else decides
 * @param deaths the additional deaths, in the order of the calls
 */
record Plan(long seed, List<Death> deaths) {

  /**
   * The death of the actor that makes a call.
   *
   * @param call the number of the call in the run
   * @param after whether the call is made, and only its reply is lost
   */
  record Death(int call, boolean after) {
    @Override
    public String toString() {
      return call + (after ? "a" : "b");
    }
  }

  Plan {
    deaths = List.copyOf(deaths);
  }

  static Plan of(long seed) {
    return new Plan(seed, List.of());
  }

  static Plan parse(String text) {
    String[] parts = text.split("\\+", -1);
    Plan plan = of(Long.parseLong(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].length() - 1;
      boolean after = parts[i].charAt(end) == 'a';
      plan = plan.with(new Death(Integer.parseInt(parts[i].substring(0, end)), after));
    }
    return plan;
  }

  /** Adds one death, later than the others. */
  Plan with(Death death) {
    List<Death> all = new ArrayList<>(deaths);
    all.add(death);
    return new Plan(seed, all);
  }

  @Override
  public String toString() {
    return seed + deaths.stream().map(death -> "+" + death).collect(Collectors.joining());
  }
}
