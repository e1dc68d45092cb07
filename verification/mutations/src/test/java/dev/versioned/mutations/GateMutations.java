package dev.versioned.mutations;

import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.DROP_CATCH;
import static dev.versioned.mutations.Change.DROP_LAST;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** Mutations of gates that are made of other gates. */
final class GateMutations {
  private static final String GATES = "HealthGatesTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "one healthy gate of several is not enough",
              "one-healthy-gate-is-enough",
              NEVER,
              GATES + "oneHealthyGateIsEnough"),
          mutation(
              "a rollout goes back while a gate that may be healthy has no data",
              "gate-without-data-may-still-be-healthy",
              NEVER,
              GATES + "gateWithoutDataMayStillBeHealthy"),
          mutation(
              "a gate that fails hides one that is unhealthy",
              "gate-that-fails-hides-no-unhealthy-one",
              DROP_CATCH,
              GATES + "failedGateHidesNoUnhealthyOne"),
          mutation(
              "each call of a gate that hangs takes a thread more",
              "hanging-gate-takes-few-threads",
              NEVER,
              GATES + "gateThatIgnoresInterruptsTakesFewThreads"),
          mutation(
              "a gate that is late runs until it ends by itself",
              "gate-that-is-late-is-interrupted",
              DROP,
              GATES + "gateThatIsLateIsInterrupted"),
          mutation(
              "a gate without an answer can count as healthy",
              "late-gate-is-not-healthy",
              NEVER,
              GATES + "lateGateCountsAsItIsTold"),
          mutation(
              "the answer of a gate counts permanently",
              "cached-answer-ends-with-its-time",
              DROP,
              GATES + "answerIsKeptForItsTime"),
          mutation(
              "the answer of a gate lets the next step through",
              "cached-answer-is-of-its-step-only",
              DROP_LAST,
              GATES + "answerCountsForItsStepOnly"));

  private GateMutations() {}
}
