package dev.versioned.simulation;

import dev.versioned.model.ArtifactException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operations that label versions. The value of each label is the token of the call that set it. */
final class Labelling {
  /** The label that every operation sets. */
  static final String SET = "set";

  /** The label that only a replacement removes, and sets {@link #SET} in the same change. */
  static final String REPLACED = "replaced";

  private Labelling() {}

  /** Sets one label, and keeps all others. */
  static Operation set(VersionNumber number, String name) {
    return new Operation(
        Operation.Kind.LABEL,
        "label " + number + " with " + name,
        hands ->
            hands.insist(
                2,
                token -> {
                  VersionLabels after =
                      hands.artifact.label(number, l -> l.add(name + "=" + token));
                  claimStored(hands, number, after);
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              token.equals(after.values().get(name)),
                              2,
                              () -> token + " was reported as set, and is not: " + after));
                },
                e -> refused(hands, number, e)));
  }

  /** Reads the labels, and replaces one by another if no one has changed them since. */
  static Operation replace(VersionNumber number) {
    return new Operation(
        Operation.Kind.LABEL_FENCED,
        "replace a label of " + number,
        hands ->
            hands.insist(
                2,
                token -> {
                  VersionLabels before = hands.artifact.labels(number);
                  VersionLabels after =
                      hands.artifact.label(
                          number,
                          l ->
                              l.remove(REPLACED)
                                  .add(SET + "=" + token)
                                  .ifRevision(before.revision()));
                  claimStored(hands, number, after);
                  SortedMap<String, String> values = new TreeMap<>(before.values());
                  values.remove(REPLACED);
                  values.put(SET, token);
                  hands.claim(
                      (oracle, span) ->
                          Oracle.check(
                              after.revision() == before.revision() + 1
                                  && after.values().equals(values),
                              2,
                              () -> before + " was replaced by " + after));
                },
                e -> refused(hands, number, e)));
  }

  private static void claimStored(Hands hands, VersionNumber number, VersionLabels after) {
    hands.claim(
        (oracle, span) ->
            Oracle.check(
                oracle.labels.was(number, span, after::equals),
                2,
                () -> after + " was reported of " + number + ", and never stored"));
  }

  private static void refused(Hands hands, VersionNumber number, ArtifactException e) {
    if (e instanceof RevisionConflictException conflict) {
      hands.claim(
          (oracle, span) ->
              Oracle.check(
                  conflict.actual() != conflict.expected()
                      && oracle.labels.was(
                          number, span, labels -> labels.revision() == conflict.actual()),
                  2,
                  () -> "no one had changed the labels: " + conflict.getMessage()));
      return;
    }
    hands.allow(e instanceof NotFoundException, e);
    hands.claim(
        (oracle, span) ->
            Oracle.check(
                oracle.wasUnusable(number, span),
                2,
                () -> number + " existed, and was not found to be labelled"));
  }
}
