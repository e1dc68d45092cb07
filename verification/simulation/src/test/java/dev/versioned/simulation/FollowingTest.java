package dev.versioned.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many processes can follow one alias, of which DynamoDB gives 3,000 read units a second: the
 * table of docs/scale.md.
 */
@Tag("full")
class FollowingTest {
  private static final int DIRECT = 150_000;
  private static final int HOSTS = 100_000;
  private static final int OF_A_HOST = 10;
  private static final int QUARTER_HOUR = 900;
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** A move must reach 99 % of the followers within the interval and a second. */
  private static final double LONGEST = FollowingWorld.INTERVAL.toSeconds() + 1;

  private static void print(String fleet, String what, FollowingWorld world, int from, int to) {
    System.out.printf(
        "%s | %s | %,.0f | %,.0f | %,d | %.1f s | %.1f s%n",
        fleet,
        what,
        world.partition().mean(from, to),
        world.partition().busiest(from, to),
        world.partition().refused(from, to),
        world.within(0.5),
        world.within(0.99));
  }

  private static FollowingWorld started(int within) {
    return new FollowingWorld(1_200, within, 1_000.5, NEVER, NEVER, 1);
  }

  private static FollowingWorld failing() {
    // They start long before, and the alias moves during the outage.
    return new FollowingWorld(1_500, QUARTER_HOUR, 1_150, 1_100, 1_220, 2);
  }

  private static void assertNothingRefused(FollowingWorld world, int from, int to) {
    assertThat(world.partition().refused(from, to)).isZero();
    assertThat(world.within(0.99)).isLessThanOrEqualTo(LONGEST);
  }

  @Test
  void processesThatReadThemselvesStayWithinThePartition() {
    FollowingWorld world = started(QUARTER_HOUR).direct(DIRECT);
    print("150,000 direct", "started in 15 min", world, 0, 1_200);
    assertNothingRefused(world, 0, 1_200);
  }

  @Test
  void millionProcessesBehindHostsStayWithinThePartition() {
    FollowingWorld world = started(QUARTER_HOUR).hosts(HOSTS, OF_A_HOST);
    print("1,000,000 on 100,000 hosts", "started in 15 min", world, 0, 1_200);
    assertNothingRefused(world, 0, 1_200);
  }

  @Test
  void startAtOnceDoesNotLeaveTheFleetInStep() {
    FollowingWorld direct = started(1).direct(DIRECT);
    print("150,000 direct", "started in 1 s, first 30 s", direct, 0, 30);
    print("150,000 direct", "started in 1 s, afterwards", direct, 30, 1_200);
    assertNothingRefused(direct, 30, 1_200);
    FollowingWorld hosts = started(1).hosts(HOSTS, OF_A_HOST);
    print("1,000,000 on 100,000 hosts", "started in 1 s, first 30 s", hosts, 0, 30);
    print("1,000,000 on 100,000 hosts", "started in 1 s, afterwards", hosts, 30, 1_200);
    assertNothingRefused(hosts, 30, 1_200);
  }

  @Test
  void outageDoesNotLeaveTheFleetInStep() {
    FollowingWorld direct = failing().direct(DIRECT);
    print("150,000 direct", "outage of 2 min, first 2 s", direct, 1_220, 1_222);
    print("150,000 direct", "outage of 2 min, afterwards", direct, 1_222, 1_500);
    assertNothingRefused(direct, 1_222, 1_500);
    FollowingWorld hosts = failing().hosts(HOSTS, OF_A_HOST);
    print("1,000,000 on 100,000 hosts", "outage of 2 min, first 2 s", hosts, 1_220, 1_222);
    print("1,000,000 on 100,000 hosts", "outage of 2 min, afterwards", hosts, 1_222, 1_500);
    assertNothingRefused(hosts, 1_222, 1_500);
  }
}
