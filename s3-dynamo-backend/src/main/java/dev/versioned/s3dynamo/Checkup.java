package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.AwsErrors.Call;
import dev.versioned.s3dynamo.DoctorReport.Check;
import dev.versioned.s3dynamo.DoctorReport.Verdict;
import dev.versioned.s3dynamo.SetupReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes checks one after the other, and notes what came of each. */
final class Checkup {
  private static final int RACERS = 16;

  private final AwsErrors errors;
  private final List<Check> checks;

  Checkup(AwsErrors errors, List<Check> checks) {
    this.errors = errors;
    this.checks = checks;
  }

  /** Tries one thing. */
  @FunctionalInterface
  interface Probe {
    /** Returns what is wrong; empty if all is well. */
    String find() throws InterruptedException;
  }

  /** Makes a check of what a promise rests on. */
  boolean must(String name, String permission, String remedy, Probe probe) {
    return check(name, Verdict.FAIL, permission, remedy, probe);
  }

  /** Makes a check of what the library can do without. */
  void should(String name, String permission, String remedy, Probe probe) {
    check(name, Verdict.WARN, permission, remedy, probe);
  }

  private boolean check(
      String name, Verdict otherwise, String permission, String remedy, Probe probe) {
    String found;
    String advice = remedy;
    try {
      found = probe.find();
    } catch (SdkException e) {
      // The translation says what to do.
      found = String.valueOf(errors.translate(Call.read("try it", permission), e).getMessage());
      advice = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      found = "the thread was interrupted";
    }
    boolean good = found.isEmpty();
    checks.add(new Check(name, good ? Verdict.PASS : otherwise, found, good ? "" : advice));
    return good;
  }

  /** Notes how settings stand. */
  void settings(List<Finding> findings, List<String> needed) {
    for (Finding finding : findings) {
      Verdict verdict =
          switch (finding.outcome()) {
            case UNSUPPORTED -> Verdict.SKIP;
            case WRONG, REFUSED -> needed.contains(finding.what()) ? Verdict.FAIL : Verdict.WARN;
            case FOUND, CREATED, CHANGED -> Verdict.PASS;
          };
      String found =
          verdict == Verdict.SKIP ? "the server does not know such a setting" : finding.note();
      checks.add(new Check(finding.what(), verdict, found, ""));
    }
  }

  /** Lets writers race, and returns how many of them won. */
  static int winners(Callable<Boolean> write) throws InterruptedException {
    ExecutorService racers = Executors.newFixedThreadPool(RACERS);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        runs.add(
            racers.submit(
                () -> {
                  start.await();
                  return write.call();
                }));
      }
      start.countDown();
      int winners = 0;
      for (Future<Boolean> run : runs) {
        winners += run.get() ? 1 : 0;
      }
      return winners;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException cause) {
        throw cause;
      }
      throw new IllegalStateException("a writer failed", e.getCause());
    } finally {
      racers.shutdownNow();
    }
  }

  static String unlessOne(int winners) {
    return winners == 1
        ? ""
        : "of " + RACERS + " writers at once " + winners + " were told that they had won";
  }
}
