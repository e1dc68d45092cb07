package dev.versioned.simulation;

import dev.versioned.internal.live.HostPace;
import dev.versioned.internal.live.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Followers of one alias and the partition that holds it, in virtual time: each follower, or host,
 * from its start to its end, by the library's own {@link Pace} and {@link HostPace}. Reads that are
 * refused or fail are repeated as the AWS SDK does. Times are in seconds.
 */
final class FollowingWorld {
  static final Duration INTERVAL = Duration.ofSeconds(30);

  /** How long a start waits for its first read if it has a kept state. */
  private static final double PATIENCE = 3;

  /** After which a read of a follower is interrupted. */
  private static final double DEADLINE = 10;

  private static final double STRONG = 1;
  private static final double EVENTUAL = 0.5;
  private static final int ATTEMPTS = 4;
  private static final double LATENCY = 0.01;

  /** An eventual read may be up to a second late: one replica of three, which is pessimistic. */
  private static final double LATE_SHARE = 1.0 / 3;

  private final int seconds;
  private final int startWithin;
  private final double moveAt;
  private final double outageFrom;
  private final double outageTo;
  private final SplittableRandom random;
  private final Partition partition;
  private double[] seen = {};
  private int count;

  /**
   * Makes a world.
   *
   * @param seconds how long it lasts
   * @param startWithin in how many seconds all followers start, in no order
   * @param moveAt when the alias is moved
   * @param outageFrom when reads begin to fail
   * @param outageTo when they no longer fail
   */
  FollowingWorld(
      int seconds, int startWithin, double moveAt, double outageFrom, double outageTo, long seed) {
    this.seconds = seconds;
    this.startWithin = startWithin;
    this.moveAt = moveAt;
    this.outageFrom = outageFrom;
    this.outageTo = outageTo;
    this.random = new SplittableRandom(seed);
    this.partition = new Partition(seconds);
  }

  Partition partition() {
    return partition;
  }

  /**
   * Returns the time after the move, or the outage, within which a share of the followers see it.
   */
  double within(double share) {
    Arrays.sort(seen, 0, count);
    int place = (int) Math.ceil(share * count) - 1;
    return seen[place] - Math.max(moveAt, outageTo);
  }

  /**
   * Returns when a read that begins at a time was answered; infinity if it failed, or was given up.
   */
  private double read(double at, double units, double longest) {
    double time = at;
    for (int attempt = 0; attempt < ATTEMPTS && time < at + longest; attempt++) {
      boolean out = time >= outageFrom && time < outageTo;
      if (!out && partition.read(time, units)) {
        return time + LATENCY;
      }
      double base = out ? 0.1 : 1; // as the SDK's standard mode: full jitter, up to 20 s
      time += LATENCY + random.nextDouble() * Math.min(20, base * (1 << attempt));
    }
    return Double.POSITIVE_INFINITY;
  }

  private boolean shows(double readAt) {
    double since = readAt - LATENCY - moveAt;
    boolean late = random.nextDouble() < LATE_SHARE && since < random.nextDouble();
    return since >= 0 && !late;
  }

  /** Processes that each read the alias themselves. */
  FollowingWorld direct(int processes) {
    seen = new double[processes];
    for (int i = 0; i < processes; i++) {
      double start = random.nextDouble() * startWithin;
      double begun = Math.min(read(start, STRONG, PATIENCE), start + PATIENCE);
      Pace pace = Pace.of(INTERVAL, random);
      seen[count++] = direct(begun, pace);
    }
    return this;
  }

  private double direct(double begun, Pace pace) {
    double first = Double.POSITIVE_INFINITY;
    double busyUntil = 0;
    for (double at = begun + pace.firstNanos() / 1e9;
        at < seconds;
        at += pace.periodNanos() / 1e9) {
      if (at >= busyUntil) {
        double answered = read(at, EVENTUAL, DEADLINE);
        busyUntil = answered < seconds ? answered : at;
        if (answered < first && shows(answered)) {
          first = answered;
        }
      }
    }
    return first;
  }

  /** Hosts with some processes each, of which one reads in each interval. */
  FollowingWorld hosts(int hosts, int processes) {
    seen = new double[hosts * processes];
    for (int i = 0; i < hosts; i++) {
      new Host(processes).run();
    }
    return this;
  }

  /** A host, whose processes start at the same time. */
  private final class Host {
    private final HostPace[] paces;
    private final Pace[] looks;
    private final boolean[] failed;
    private final double begun;
    private Optional<Instant> due = Optional.empty();

    Host(int processes) {
      double start = random.nextDouble() * startWithin;
      double read = read(start, STRONG, PATIENCE);
      for (int i = 1; i < processes && read > start + PATIENCE; i++) {
        read(start + PATIENCE, STRONG, PATIENCE); // the others have waited for the first one
      }
      begun = Math.min(read, start + PATIENCE);
      paces = new HostPace[processes];
      looks = new Pace[processes];
      failed = new boolean[processes];
      for (int i = 0; i < processes; i++) {
        paces[i] = new HostPace(INTERVAL, random);
        looks[i] = Pace.of(HostPace.look(INTERVAL), random);
      }
    }

    /** Returns the first look of a process at a time or after it. */
    private double look(int process, double from) {
      double first = begun + looks[process].firstNanos() / 1e9;
      double period = looks[process].periodNanos() / 1e9;
      return first + Math.max(0, Math.ceil((from - first) / period)) * period;
    }

    void run() {
      double first = Double.POSITIVE_INFINITY;
      double now = begun;
      due = paces[0].at(instant(now), due, false).due();
      while (now < seconds) {
        int reader = next(now);
        now = nextLook(reader, now);
        HostPace.Turn turn = paces[reader].at(instant(now), due, failed[reader]);
        due = turn.due().or(() -> due);
        if (turn.reads()) {
          double answered = read(now, EVENTUAL, DEADLINE);
          failed[reader] = answered >= seconds;
          if (answered < first && shows(answered)) {
            first = answered;
          }
        }
        now += 1e-6;
      }
      for (int i = 0; i < paces.length; i++) {
        seen[count++] = first < seconds ? look(i, first) : first;
      }
    }

    /** Returns the process that looks first once it may take the turn. */
    private int next(double now) {
      int first = 0;
      for (int i = 1; i < paces.length; i++) {
        if (nextLook(i, now) < nextLook(first, now)) {
          first = i;
        }
      }
      return first;
    }

    private double nextLook(int process, double now) {
      double half = failed[process] ? INTERVAL.toSeconds() / 2.0 : 0;
      return look(process, Math.max(now, seconds(due.orElseThrow()) + half));
    }
  }

  private static Instant instant(double seconds) {
    return Instant.EPOCH.plusNanos(Math.round(seconds * 1e9));
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
