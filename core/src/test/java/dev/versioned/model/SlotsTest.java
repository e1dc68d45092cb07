package dev.versioned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final VersionNumber V1 = VersionNumber.of(1);
  private static final VersionNumber V2 = VersionNumber.of(2);
  private static final VersionNumber V3 = VersionNumber.of(3);

  private static Routing split(double percent) {
    return Routing.split(V1, V2, Weight.percent(percent));
  }

  @Test
  void oneVersionOwnsEverySlot() {
    assertThat(Slots.first(Routing.to(V1))).hasToString("1*10000");
    assertThat(Slots.first(Routing.to(Latest.LATEST))).hasToString("$LATEST*10000");
  }

  @Test
  void aCanaryTakesTheHighestSlotsOfThePrimary() {
    Slots slots = Slots.first(Routing.to(V1)).rebalance(split(10));
    assertThat(slots).hasToString("1*9000,2*1000");
    assertThat(slots.rebalance(split(25))).hasToString("1*7500,2*2500");
  }

  @Test
  void aShrinkingVersionGivesUpItsHighestSlots() {
    Slots slots = Slots.parse("1*7500,2*2500").rebalance(split(10));
    assertThat(slots).hasToString("1*7500,2*1000,1*1500");
  }

  @Test
  void growingVersionsTakeTheLowestFreeSlotsInNumberOrder() {
    Routing three = Routing.weighted(V1, Map.of(V3, Weight.percent(5), V2, Weight.percent(10)));
    assertThat(Slots.first(Routing.to(V1)).rebalance(three)).hasToString("1*8500,2*1000,3*500");
  }

  @Test
  void aPromotionLeavesTheUsersOfTheCanaryWhereTheyAre() {
    Slots before = Slots.first(Routing.to(V1)).rebalance(split(10));
    Slots after = before.rebalance(Routing.to(V2));
    assertThat(IntStream.range(0, Slots.COUNT).filter(i -> before.owners()[i].equals(V2)))
        .allMatch(slot -> after.owners()[slot].equals(V2));
  }

  @Test
  void weightsOfZeroAndOfEverythingAreAllowed() {
    assertThat(Slots.first(split(0))).hasToString("1*10000");
    assertThat(Slots.first(split(100))).hasToString("2*10000");
  }

  @Test
  void textThatIsNotTenThousandSlotsIsRefused() {
    for (String text :
        List.of(
            "",
            "1",
            "1*9999",
            "1*10001",
            "1*9000,2*999",
            "1*0,2*10000",
            "1*-1,2*10001",
            "LIVE*10000",
            "0*10000",
            "1*10000,",
            ",1*10000",
            "1*1e4",
            "1*10000 ")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Slots.parse(text));
    }
  }

  @Property(tries = 150)
  void everyMoveMovesTheLeastThatItsWeightsDemand(@ForAll("moves") List<Routing> moves) {
    Slots slots = Slots.first(moves.get(0));
    for (Routing move : moves.subList(1, moves.size())) {
      Slots next = slots.rebalance(move);
      Map<Target, Integer> before = counts(slots);
      Map<Target, Integer> after = counts(next);
      Set<Target> all = new HashSet<>(before.keySet());
      all.addAll(after.keySet());
      int demanded = 0;
      for (Target target : all) {
        assertThat(after.getOrDefault(target, 0)).isEqualTo(move.weightOf(target).basisPoints());
        demanded += Math.max(0, after.getOrDefault(target, 0) - before.getOrDefault(target, 0));
      }
      Target[] from = slots.owners();
      Target[] to = next.owners();
      int moved = 0;
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        if (!from[slot].equals(to[slot])) {
          moved++;
          // Only from a version that shrinks to one that grows.
          assertThat(after.getOrDefault(from[slot], 0)).isLessThan(before.get(from[slot]));
          assertThat(after.get(to[slot])).isGreaterThan(before.getOrDefault(to[slot], 0));
        }
      }
      assertThat(moved).isEqualTo(demanded);
      slots = next;
    }
  }

  @Property(tries = 50)
  void loweringAndRaisingAWeightRestoresTheSlots(@ForAll("moves") List<Routing> moves) {
    Slots slots = Slots.first(moves.get(0));
    for (Routing move : moves) {
      slots = slots.rebalance(move);
    }
    // Between two versions, whatever happened before.
    Slots some = slots.rebalance(split(20));
    Slots fewer = some.rebalance(split(7));
    Set<Integer> canary = slotsOf(some, V2);
    assertThat(canary).containsAll(slotsOf(fewer, V2));
    assertThat(slotsOf(fewer.rebalance(split(20)).rebalance(split(7)), V2))
        .isEqualTo(slotsOf(fewer, V2));
  }

  @Property(tries = 50)
  void textRoundTrips(@ForAll("moves") List<Routing> moves) {
    Slots slots = Slots.first(moves.get(0));
    for (Routing move : moves) {
      slots = slots.rebalance(move);
      assertThat(Slots.parse(slots.toString())).isEqualTo(slots).hasSameHashCodeAs(slots);
    }
  }

  @Property(tries = 500)
  void anyOtherTextIsAnIllegalArgument(@ForAll String text) {
    try {
      assertThat(Slots.parse(text)).hasToString(text);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).isExactlyInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Map<Target, Integer> counts(Slots slots) {
    Map<Target, Integer> counts = new HashMap<>();
    Arrays.stream(slots.owners()).forEach(owner -> counts.merge(owner, 1, Integer::sum));
    return counts;
  }

  private static Set<Integer> slotsOf(Slots slots, Target target) {
    Set<Integer> owned = new HashSet<>();
    Target[] owners = slots.owners();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (owners[slot].equals(target)) {
        owned.add(slot);
      }
    }
    return owned;
  }

  @Provide
  Arbitrary<List<Routing>> moves() {
    Arbitrary<Map<Long, Integer>> weights =
        Arbitraries.maps(Arbitraries.longs().between(1, 6), Arbitraries.integers().between(0, 2500))
            .ofMaxSize(4);
    Arbitrary<Routing> routings =
        Combinators.combine(Arbitraries.longs().between(1, 6), weights)
            .as(
                (primary, additional) -> {
                  Map<VersionNumber, Weight> others = new HashMap<>();
                  additional.forEach(
                      (number, weight) ->
                          others.put(VersionNumber.of(number), Weight.basisPoints(weight)));
                  others.remove(VersionNumber.of(primary));
                  return Routing.weighted(VersionNumber.of(primary), others);
                });
    return routings.list().ofMinSize(2).ofMaxSize(12);
  }
}
