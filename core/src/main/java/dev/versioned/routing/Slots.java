package dev.versioned.routing;

import dev.versioned.Routing;
import dev.versioned.Target;
import dev.versioned.VersionNumber;
import dev.versioned.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which version owns which of an alias's 10,000 slots, one slot for each basis point of its
 * traffic. Immutable.
 *
 * <p>{@link #rebalance} moves exactly as many slots as new weights demand: a version that shrinks
 * gives up its highest slots, one that grows takes the lowest free ones, growing versions in
 * ascending order of their numbers. So a growing canary only takes keys in, nobody is moved between
 * two versions that keep their weights, and going down and up again gives the same slots back.
 */
public final class Slots {
  /** How many slots there are: one for each basis point. */
  public static final int COUNT = Weight.FULL;

  private static final Comparator<Target> ASCENDING =
      Comparator.comparingLong(t -> t instanceof VersionNumber number ? number.value() : 0);

  private final List<Run> runs;

  /**
   * Adjacent slots of one owner.
   *
   * @param owner who owns them
   * @param length how many there are, 1 or more
   */
  public record Run(Target owner, int length) {}

  private Slots(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * Gives all slots out for the first time.
   *
   * @param routing who gets how many
   * @return the slots
   */
  public static Slots first(Routing routing) {
    return assign(new Target[COUNT], routing);
  }

  /**
   * Reads slots from text.
   *
   * @param text runs of slots as {@link #toString()} gives them
   * @return the slots
   * @throws IllegalArgumentException if the text is not of that form, or not of 10,000 slots
   */
  public static Slots parse(String text) {
    List<Run> runs = new ArrayList<>();
    int total = 0;
    for (String part : text.split(",", -1)) {
      int star = part.indexOf('*');
      if (star < 0 || !part.substring(star + 1).matches("[1-9][0-9]{0,4}")) {
        throw new IllegalArgumentException(
            "Cannot read slots '" + text + "': '" + part + "' is not of the form owner*length");
      }
      Run run =
          new Run(
              Target.parse(part.substring(0, star)), Integer.parseInt(part.substring(star + 1)));
      total += run.length();
      runs.add(run);
    }
    if (total != COUNT) {
      throw new IllegalArgumentException(
          "Cannot read slots '" + text + "': they are " + total + ", not " + COUNT);
    }
    return new Slots(runs);
  }

  /**
   * Gives each version as many slots as a routing says, and moves no more than that takes.
   *
   * @param routing who gets how many
   * @return the slots after the move
   */
  public Slots rebalance(Routing routing) {
    @Nullable Target[] owners = owners();
    Map<Target, Integer> kept = new HashMap<>();
    // From the lowest slot up: what exceeds a version's new share are its highest slots.
    for (int slot = 0; slot < COUNT; slot++) {
      Target owner = owners[slot];
      int share = routing.weightOf(owner).basisPoints();
      if (kept.merge(owner, 1, Integer::sum) > share) {
        owners[slot] = null;
      }
    }
    return assign(owners, routing);
  }

  /** Gives the free slots, lowest first, to the versions that have fewer than their share. */
  private static Slots assign(@Nullable Target[] owners, Routing routing) {
    List<Target> growing = new ArrayList<>(routing.versions());
    if (growing.isEmpty()) {
      growing.add(routing.primary());
    }
    growing.sort(ASCENDING);
    int slot = 0;
    for (Target target : growing) {
      long owned = Arrays.stream(owners).filter(target::equals).count();
      for (long wanted = routing.weightOf(target).basisPoints() - owned; wanted > 0; wanted--) {
        while (owners[slot] != null) {
          slot++;
        }
        owners[slot] = target;
      }
    }
    return encode(owners);
  }

  private static Slots encode(@Nullable Target[] owners) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    for (int slot = 1; slot <= COUNT; slot++) {
      Target owner = owners[start];
      if (owner == null) {
        throw new IllegalStateException("slot " + start + " has no owner");
      }
      if (slot == COUNT || !owner.equals(owners[slot])) {
        runs.add(new Run(owner, slot - start));
        start = slot;
      }
    }
    return new Slots(runs);
  }

  /**
   * Returns the runs of slots, from slot 0 on.
   *
   * @return the runs, of 10,000 slots together
   */
  public List<Run> runs() {
    return runs;
  }

  /**
   * Returns the owner of each slot.
   *
   * @return 10,000 owners, a new array at each call
   */
  public Target[] owners() {
    Target[] owners = new Target[COUNT];
    int start = 0;
    for (Run run : runs) {
      Arrays.fill(owners, start, start + run.length(), run.owner());
      start += run.length();
    }
    return owners;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slots slots && runs.equals(slots.runs);
  }

  @Override
  public int hashCode() {
    return runs.hashCode();
  }

  /** Returns the runs as text, such as {@code 1*9000,2*1000}: version 1 owns slots 0 to 8999. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Run run : runs) {
      text.append(text.isEmpty() ? "" : ",").append(run.owner()).append('*').append(run.length());
    }
    return text.toString();
  }
}
