package dev.versioned.s3dynamo.admin;

import dev.versioned.maintenance.StoreExamination;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.s3dynamo.admin.DoctorReport.Check;
import dev.versioned.s3dynamo.admin.DoctorReport.Verdict;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs checks one after another and collects their results. */
final class CheckRunner {
  private static final int RACERS = 16;

  private final List<Check> checks;

  CheckRunner(List<Check> checks) {
    this.checks = checks;
  }

  /** One check. */
  @FunctionalInterface
  interface Probe {
    /** Returns what is wrong, or an empty string if nothing is. */
    String find() throws IOException, InterruptedException;
  }

  /** Runs a check that a guarantee of the library depends on. */
  boolean must(String name, String remedy, Probe probe) {
    return check(name, Verdict.FAIL, remedy, probe);
  }

  /** Runs a check that the library can do without. */
  void should(String name, String remedy, Probe probe) {
    check(name, Verdict.WARN, remedy, probe);
  }

  private boolean check(String name, Verdict otherwise, String remedy, Probe probe) {
    String found;
    String advice = remedy;
    try {
      found = probe.find();
    } catch (BackendException | UnreadableContentException | IOException e) {
      // The message contains the remedy.
      found = String.valueOf(e.getMessage());
      advice = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      found = "the thread was interrupted";
    }
    boolean good = found.isEmpty();
    checks.add(new Check(name, good ? Verdict.PASS : otherwise, found, good ? "" : advice));
    return good;
  }

  /** Adds what was found of a promise. */
  void promise(StoreExamination.Finding finding) {
    Verdict verdict =
        switch (finding.outcome()) {
          case KEPT -> Verdict.PASS;
          case GUARDED -> Verdict.WARN;
          case BROKEN, UNKNOWN -> Verdict.FAIL;
        };
    checks.add(new Check(finding.promise(), verdict, finding.found(), finding.remedy()));
  }

  /** Adds the state of settings. */
  void settings(List<Finding> findings, List<String> needed) {
    for (Finding finding : findings) {
      Verdict verdict =
          switch (finding.outcome()) {
            case UNSUPPORTED -> Verdict.SKIP;
            case NOT_SET -> Verdict.WARN;
            case WRONG, REFUSED -> needed.contains(finding.what()) ? Verdict.FAIL : Verdict.WARN;
            case FOUND, CREATED, CHANGED -> Verdict.PASS;
          };
      String found =
          verdict == Verdict.SKIP && finding.note().isEmpty()
              ? "the server does not know such a setting"
              : finding.note();
      checks.add(new Check(finding.what(), verdict, found, ""));
    }
  }

  /** Adds that settings could not be read. */
  void unseen(String itself, Verdict verdict, BackendException why) {
    checks.add(new Check("settings of " + itself, verdict, String.valueOf(why.getMessage()), ""));
  }

  /** Runs writers concurrently, and returns how many of them won. */
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
      if (e.getCause() instanceof RuntimeException cause) {
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
        : "of " + RACERS + " concurrent writers " + winners + " were told that they had won";
  }
}
