package dev.versioned.internal.probe;

import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.maintenance.StoreExamination.Outcome;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableContentException;
import java.util.ArrayList;
import java.util.List;

/** Makes probes one after another and collects their findings. */
final class Probing {
  private final List<Finding> findings = new ArrayList<>();

  /** The examination of one promise. */
  @FunctionalInterface
  interface Probe {
    /** Returns what the store did, or an empty string if it kept the promise. */
    String find();
  }

  /** Examines a promise that the library needs. */
  void must(String promise, String remedy, Probe probe) {
    examine(promise, Outcome.BROKEN, remedy, probe);
  }

  /** Examines a promise that the library does without. */
  void should(String promise, String remedy, Probe probe) {
    examine(promise, Outcome.GUARDED, remedy, probe);
  }

  private void examine(String promise, Outcome otherwise, String remedy, Probe probe) {
    try {
      String found = probe.find();
      findings.add(
          found.isEmpty()
              ? new Finding(promise, Outcome.KEPT, "", "")
              : new Finding(promise, otherwise, found, remedy));
    } catch (Interference e) {
      findings.add(new Finding(promise, Outcome.UNKNOWN, "other writers interfered", "try again"));
    } catch (UnreadableContentException e) {
      findings.add(new Finding(promise, otherwise, String.valueOf(e.getMessage()), remedy));
    } catch (BackendException e) {
      findings.add(refused(promise, otherwise, e));
    }
  }

  /** Returns the finding of a probe that the store refused; throws a failure that may pass. */
  static Finding refused(String promise, Outcome otherwise, BackendException e) {
    if (e.isRetryable()) {
      throw e; // says nothing about the promise
    }
    // rule: denied-probe-is-no-fault
    Outcome outcome = e.isAccessDenied() ? Outcome.UNKNOWN : otherwise;
    return new Finding(promise, outcome, String.valueOf(e.getMessage()), "");
  }

  List<Finding> findings() {
    return findings;
  }

  /** Other writers kept a probe from its answer. */
  static final class Interference extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
