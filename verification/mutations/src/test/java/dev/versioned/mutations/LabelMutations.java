package dev.versioned.mutations;

import static dev.versioned.mutations.Change.BRANCH_NEVER;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.as;
import static dev.versioned.mutations.Mutation.mutation;

import java.util.List;

/** The mutations of labels. */
final class LabelMutations {
  private static final String LABELS = "LabelsTest#";

  private static final Change HOLDS_ALWAYS = as("unconditional-wish-has-no-condition");

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "a label has any text",
              "value-of-a-label-is-bounded",
              NEVER,
              LABELS + "labelsAreBounded",
              LABELS + "invalidLabelIsRefused"),
          mutation(
              "a version has any number of labels",
              "number-of-labels-is-bounded",
              NEVER,
              LABELS + "labelsAreBounded"),
          mutation(
              "a concurrent change of labels is lost",
              "labels-are-replaced-from-their-revision",
              HOLDS_ALWAYS,
              LABELS + "concurrentChangesAreAllApplied"),
          mutation(
              "labels change that their caller has not seen",
              "labels-change-from-the-revision-expected",
              NEVER,
              LABELS + "unexpectedRevisionIsRefused"),
          mutation(
              "a change of labels fails that was made",
              "lost-reply-labels-once",
              BRANCH_NEVER,
              LABELS + "lostReplyIsRecognized"),
          mutation(
              "a list by label has other versions",
              "list-by-label-has-labelled-only",
              DROP,
              LABELS + "versionsAreFoundByTheirLabels"));

  private LabelMutations() {}
}
