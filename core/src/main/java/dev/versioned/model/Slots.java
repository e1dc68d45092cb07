package dev.versioned.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The owner of each of an alias's 10,000 slots, one slot for each basis point of its traffic.
 * Immutable.
 *
 * <p>{@link #rebalance} moves exactly as many slots as new weights require: a version that shrinks
 * gives up its highest slots, and a version that grows takes the lowest free ones; growing versions
 * are served in ascending order of their numbers. So a growing canary only gains keys, no key moves
 * between two versions that keep their weights, and lowering and raising a weight restores the same
 * slots.
 */
public final class Slots {
  /** The number of slots, one for each basis point. */
  public static final int COUNT = Weight.FULL;

  private static final Comparator<Target> ASCENDING =
      Comparator.comparingLong(t -> t instanceof VersionNumber number ? number.value() : 0);

  private final List<Run> runs;

  /**
   * Adjacent slots of one owner.
   *
   * @param owner the owner of the slots
   * @param length the number of slots, 1 or more
   */
  public record Run(Target owner, int length) {
    /**
     * Makes the value.
     *
     * @param owner the owner of the slots
     * @param length the number of slots, 1 or more
     */
    public Run {
      Objects.requireNonNull(owner, "owner");
    }
  }

  private Slots(List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * Assigns all slots for the first time.
   *
   * @param routing the share of each version
   * @return the slots
   */
  public static Slots first(Routing routing) {
    Objects.requireNonNull(routing, "routing");
    Rebuilding slots = new Rebuilding();
    slots.add(null, COUNT);
    return slots.give(shares(routing));
  }

  /**
   * Parses slots.
   *
   * @param text runs of slots as {@link #toString()} returns them
   * @return the slots
   * @throws IllegalArgumentException if the text is not of that form, or not of 10,000 slots
   */
  public static Slots parse(String text) {
    Objects.requireNonNull(text, "text");
    List<Run> runs = new ArrayList<>();
    long total = 0;
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
   * Returns slots that give each version its share of a routing, and move as few slots as possible.
   *
   * @param routing the share of each version
   * @return the slots after the move
   */
  public Slots rebalance(Routing routing) {
    Objects.requireNonNull(routing, "routing");
    Map<Target, Integer> missing = shares(routing);
    Rebuilding slots = new Rebuilding();
    // From the lowest slot up, so that a version with too many slots loses its highest ones.
    for (Run run : runs) {
      int share = missing.getOrDefault(run.owner(), 0);
      int kept = Math.min(share, run.length());
      // rule: version-that-shrinks-keeps-its-lowest-slots
      slots.add(run.owner(), kept);
      slots.add(null, run.length() - kept);
      missing.put(run.owner(), share - kept);
    }
    return slots.give(missing);
  }

  /**
   * Returns whether each version owns exactly its share of a routing, and no other version owns any
   * slot.
   *
   * @param routing the share of each version
   * @return false if any version owns more or fewer
   */
  public boolean fit(Routing routing) {
    Objects.requireNonNull(routing, "routing");
    Map<Target, Integer> owned = new TreeMap<>(ASCENDING);
    runs.forEach(run -> owned.merge(run.owner(), run.length(), Integer::sum));
    Map<Target, Integer> shares = shares(routing);
    shares.values().removeIf(share -> share == 0);
    return owned.equals(shares);
  }

  private static Map<Target, Integer> shares(Routing routing) {
    Map<Target, Integer> shares = new TreeMap<>(ASCENDING);
    shares.put(routing.primary(), routing.primaryWeight().basisPoints());
    routing.additional().forEach((version, weight) -> shares.put(version, weight.basisPoints()));
    return shares;
  }

  /** Slots during reassignment; free ones have no owner. */
  private static final class Rebuilding {
    private final List<@Nullable Target> owners = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    /** Appends slots, to the last run if it has the same owner. */
    void add(@Nullable Target owner, int length) {
      int last = owners.size() - 1;
      if (length > 0 && last >= 0 && Objects.equals(owners.get(last), owner)) {
        lengths.set(last, lengths.get(last) + length);
      } else if (length > 0) {
        owners.add(owner);
        lengths.add(length);
      }
    }

    /** Assigns the free slots, lowest first, to the versions with missing slots, in their order. */
    Slots give(Map<Target, Integer> missing) {
      Rebuilding given = new Rebuilding();
      Iterator<Map.Entry<Target, Integer>> growing = missing.entrySet().iterator();
      Target target = null;
      int wanted = 0;
      for (int i = 0; i < owners.size(); i++) {
        int length = lengths.get(i);
        if (owners.get(i) != null) {
          given.add(owners.get(i), length);
          continue;
        }
        while (length > 0) {
          while (wanted == 0) {
            Map.Entry<Target, Integer> next = growing.next();
            target = next.getKey();
            wanted = next.getValue();
          }
          int taken = Math.min(wanted, length);
          given.add(target, taken);
          wanted -= taken;
          length -= taken;
        }
      }
      return given.done();
    }

    private Slots done() {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < owners.size(); i++) {
        runs.add(new Run(Objects.requireNonNull(owners.get(i)), lengths.get(i)));
      }
      return new Slots(runs);
    }
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
