package dev.versioned.mutations;

import static dev.versioned.mutations.Change.ALWAYS;
import static dev.versioned.mutations.Change.DROP;
import static dev.versioned.mutations.Change.NEVER;
import static dev.versioned.mutations.Change.argument;
import static dev.versioned.mutations.Change.by;
import static dev.versioned.mutations.Mutation.mutation;
import static dev.versioned.mutations.Mutations.HOLDS_ALWAYS;

import java.util.List;

/** Mutations of what can be attached to a version, and of what readers demand of it. */
final class AttestationMutations {
  private static final String ATTACH = "AttachTest#";
  private static final String DEMANDED = "DemandedAttestationsTest#";

  static final List<Mutation> ALL =
      List.of(
          mutation(
              "a deeply nested JSON text ends the process's stack",
              "json-has-a-limited-depth",
              NEVER,
              "JsonReaderTest#deepNestingIsRefused"),
          mutation(
              "of two members of one name the last counts",
              "json-object-has-each-name-once",
              NEVER,
              "JsonReaderTest#twoMembersOfOneNameAreRefused"),
          mutation(
              "an attestation may be larger than an item",
              "attestation-has-a-limited-size",
              NEVER,
              ATTACH + "largeEnvelopeIsRefused"),
          mutation(
              "an attestation of other content is attached, and counts",
              "attestation-is-about-the-digest",
              by("true"),
              ATTACH + "statementOfOtherContentIsRefused",
              DEMANDED + "attestationOfAnotherVersionDoesNotCount"),
          mutation(
              "an envelope over anything is attached",
              "attestation-is-an-in-toto-envelope",
              NEVER,
              ATTACH + "whatIsNoEnvelopeIsRefused"),
          mutation(
              "a statement of an unknown form is attached",
              "attestation-has-a-known-statement-type",
              NEVER,
              ATTACH + "whatIsNoStatementIsRefused"),
          mutation(
              "a signature counts, whatever it is over",
              "attestation-is-signed-over-its-statement",
              by("true"),
              ATTACH + "signaturesAreVerifiedWithKeys",
              DEMANDED + "attestationOfAnotherKeyOrTypeDoesNotCount"),
          mutation(
              "an attestation that is attached again replaces the first",
              "attestation-is-written-once",
              argument(2, HOLDS_ALWAYS),
              ATTACH + "attestationOfAnotherProcessIsKept"),
          mutation(
              "the own statement is attached to its version",
              "own-statement-is-not-attached",
              NEVER,
              ATTACH + "ownStatementIsRefused"),
          mutation(
              "a version has any number of attestations",
              "attestations-of-a-version-are-limited",
              NEVER,
              ATTACH + "versionHasALimitedNumber"),
          mutation(
              "an attestation of other content is not reported",
              "attestation-of-other-content-is-reported",
              ALWAYS,
              ATTACH + "fsckReportsWhatIsAboutOtherContent"),
          mutation(
              "a version without the demanded attestation is used",
              "version-has-the-demanded-attestations",
              DROP,
              DEMANDED + "versionWithoutAnAttestationIsRefusedEverywhere"),
          mutation(
              "a reader examines whatever number someone attached",
              "examined-attestations-are-limited",
              DROP,
              DEMANDED + "readerExaminesALimitedNumber"),
          mutation(
              "an attestation of another version counts",
              "demanded-attestation-is-of-its-type-and-version",
              NEVER,
              DEMANDED + "attestationOfAnotherVersionDoesNotCount"),
          mutation(
              "a revoked key attests every version",
              "revoked-key-attests-listed-versions-only",
              DROP,
              DEMANDED + "revokedKeyAttestsListedVersionsOnly"),
          mutation(
              "a state file without attestations starts a process in an outage",
              "kept-state-has-what-the-policy-demands",
              DROP,
              DEMANDED + "keptStateHasTheAttestations"),
          mutation(
              "a state file grows with the attestations",
              "kept-attestations-are-small",
              ALWAYS,
              DEMANDED + "largeAttestationIsNotKept"));

  private AttestationMutations() {}
}
