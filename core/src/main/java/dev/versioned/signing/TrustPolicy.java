package dev.versioned.signing;

import dev.versioned.internal.Text;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

// Over 300 lines: a line or two of code for each rule, the rest is Javadoc.
/**
 * What a reader demands of the versions that it uses: each must be signed by a trusted key, over
 * its digest and its whole record. The policy is the reader's own configuration, or a text that a
 * root key has signed ({@link SignedPolicy}); it never comes from the table.
 *
 * <p>A repository with a policy ({@code RepositorySettings.withTrustPolicy}) checks every version
 * that it resolves, follows, opens, downloads, fetches into a cache or moves an alias to. A list of
 * versions is not checked. The working copy is never signed, so it is refused: publish it.
 *
 * <p>To rotate a key, trust the new one too, sign what is in use with it, and then drop the old
 * one. A key that was stolen is {@linkplain #withRevoked revoked}: its signatures then count only
 * for the versions that the policy {@linkplain #withAllowed lists}.
 *
 * <p>An immutable value: each {@code with…} method returns a changed policy.
 */
public final class TrustPolicy {
  /** The pattern of all artifacts. */
  private static final String ALL = "*";

  /** Longer than any alias is old. */
  private static final Duration NO_LIMIT = Duration.ofDays(365_000);

  private static final TrustPolicy NONE =
      new TrustPolicy(
          new Contents(
              new TreeMap<>(),
              new TreeMap<>(),
              new TreeMap<>(),
              new TreeMap<>(),
              List.of(ALL),
              Optional.empty(),
              Optional.empty()));

  private final Contents contents;

  private TrustPolicy(Contents contents) {
    this.contents = contents;
  }

  /** The parts of a policy; the maps of keys are by their ids. */
  private record Contents(
      SortedMap<String, VerifyingKey> trusted,
      SortedMap<String, VerifyingKey> revoked,
      SortedMap<String, Digest> allowed,
      SortedMap<String, SortedMap<String, VerifyingKey>> attestations,
      List<String> artifacts,
      Optional<Duration> moves,
      Optional<Instant> expiry) {}

  /**
   * Makes a policy that trusts some keys, for all artifacts.
   *
   * @param keys the keys, at least one
   * @return the policy
   * @throws IllegalArgumentException if no key is given
   */
  public static TrustPolicy of(VerifyingKey... keys) {
    Objects.requireNonNull(keys, "keys");
    return of(List.of(keys));
  }

  /**
   * Makes a policy as {@link #of(VerifyingKey...)} does.
   *
   * @param keys the keys
   * @return the policy
   */
  public static TrustPolicy of(Collection<VerifyingKey> keys) {
    Objects.requireNonNull(keys, "keys");
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot make a trust policy: it trusts no key, so it would refuse every version");
    }
    return NONE.with(draft -> keys.forEach(key -> draft.trusted.put(key.id(), key)));
  }

  /**
   * Revokes a key: a signature by it counts only for versions that {@link #withAllowed} lists,
   * whether or not the key is also trusted.
   *
   * @param key the key
   * @return the changed policy
   */
  public TrustPolicy withRevoked(VerifyingKey key) {
    Objects.requireNonNull(key, "key");
    return with(draft -> draft.revoked.put(key.id(), key));
  }

  /**
   * Lists a version for which the signature of a revoked key still counts, because it was signed
   * before the key was stolen.
   *
   * @param artifact the artifact
   * @param number the version's number
   * @param digest the digest of its bytes
   * @return the changed policy
   */
  public TrustPolicy withAllowed(ArtifactName artifact, VersionNumber number, Digest digest) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(digest, "digest");
    return with(draft -> draft.allowed.put(version(artifact, number), digest));
  }

  /**
   * Limits the policy to some artifacts; versions of others need no signature. Default: all.
   *
   * @param patterns names of artifacts, or beginnings of names followed by {@code *}
   * @return the changed policy
   * @throws IllegalArgumentException if no pattern is given, or one is neither
   */
  public TrustPolicy withArtifacts(String... patterns) {
    Objects.requireNonNull(patterns, "patterns");
    if (patterns.length == 0) {
      throw new IllegalArgumentException(
          "Cannot limit a trust policy to no artifact: it would demand nothing");
    }
    List<String> artifacts = new ArrayList<>();
    for (String pattern : patterns) {
      String name = pattern.endsWith(ALL) ? pattern.substring(0, pattern.length() - 1) : pattern;
      if (!pattern.equals(ALL)) {
        ArtifactName.parse(name); // refuses what no name can begin with
      }
      artifacts.add(pattern);
    }
    return with(draft -> draft.artifacts = List.copyOf(artifacts));
  }

  /**
   * Demands that every alias was moved by a holder of a trusted key, not longer ago than a given
   * time: so neither a role that may write the table nor a table that someone froze decides what
   * serves. Movers need a signer. An alias that does not move must be renewed within that time.
   *
   * @param within the longest age of the last move or renewal
   * @return the changed policy
   * @throws IllegalArgumentException if it is not positive
   */
  public TrustPolicy withSignedMoves(Duration within) {
    Objects.requireNonNull(within, "within");
    if (within.isNegative() || within.isZero()) {
      throw new IllegalArgumentException(
          "Cannot demand moves within " + within + ": the time must be positive");
    }
    return with(draft -> draft.moves = Optional.of(within));
  }

  /**
   * Demands that every alias was moved by a holder of a trusted key, at any time; see {@link
   * #withSignedMoves(Duration)}.
   *
   * @return the changed policy
   */
  public TrustPolicy withSignedMoves() {
    return with(draft -> draft.moves = Optional.of(NO_LIMIT));
  }

  /**
   * Demands that a version also has an attestation of a predicate type ({@code Artifact.attach}),
   * about its digest and signed by one of some keys, for example of a builder. These keys need not
   * be trusted to sign versions, and gain no right to do so. One that is {@linkplain #withRevoked
   * revoked} counts for {@linkplain #withAllowed listed} versions only. Several types may be
   * demanded: a version needs all. Demanding a type again replaces its keys.
   *
   * <p>A reader reads the attestations of this type only, and at most 100 of a version: someone who
   * may write the table can attach more, and so have the version refused, but not have it used.
   *
   * @param predicateType the predicate type, such as {@code https://slsa.dev/provenance/v1}
   * @param keys the keys, at least one
   * @return the changed policy
   * @throws IllegalArgumentException if no key is given, or the type is not 1 to 512 printable
   *     ASCII characters without spaces, or is the one of the signatures that every policy demands
   */
  public TrustPolicy withAttestation(String predicateType, VerifyingKey... keys) {
    Objects.requireNonNull(predicateType, "predicateType");
    Objects.requireNonNull(keys, "keys");
    if (!Envelope.isPredicateType(predicateType)) {
      throw new IllegalArgumentException(
          "Cannot demand attestations of type "
              + Text.quote(predicateType)
              + ": a predicate type has 1 to 512 printable ASCII characters and no spaces");
    } else if (predicateType.equals(Envelope.OWN_PREDICATE_TYPE)) {
      throw new IllegalArgumentException(
          "Cannot demand attestations of type "
              + predicateType
              + ": these are the signatures of versions; trust their keys instead");
    } else if (keys.length == 0) {
      throw new IllegalArgumentException(
          "Cannot demand attestations of type " + predicateType + " by no key: none would count");
    }
    SortedMap<String, VerifyingKey> byId = new TreeMap<>();
    List.of(keys).forEach(key -> byId.put(key.id(), key));
    return with(
        draft -> draft.attestations.put(predicateType, Collections.unmodifiableSortedMap(byId)));
  }

  /**
   * Sets when the policy ends; a reader then refuses every version that the policy covers, until it
   * is given a newer policy. Default: never.
   *
   * @param expiry when
   * @return the changed policy
   */
  public TrustPolicy withExpiry(Instant expiry) {
    Objects.requireNonNull(expiry, "expiry");
    return with(draft -> draft.expiry = Optional.of(expiry));
  }

  /** {@return the keys whose signatures count, by their ids; revoked ones are left out} */
  public SortedMap<String, VerifyingKey> trusted() {
    SortedMap<String, VerifyingKey> keys = new TreeMap<>(contents.trusted);
    keys.keySet().removeAll(contents.revoked.keySet());
    return keys;
  }

  /** {@return the keys whose signatures count for listed versions only, by their ids} */
  public SortedMap<String, VerifyingKey> revoked() {
    return Collections.unmodifiableSortedMap(contents.revoked);
  }

  /**
   * Returns whether the signature of a revoked key counts for a version.
   *
   * @param artifact the artifact
   * @param number the version's number
   * @param digest the digest of its bytes
   * @return whether the policy lists exactly this version
   */
  public boolean allows(ArtifactName artifact, VersionNumber number, Digest digest) {
    Objects.requireNonNull(artifact, "artifact");
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(digest, "digest");
    return digest.equals(contents.allowed.get(version(artifact, number)));
  }

  /**
   * Returns whether versions of an artifact must be signed.
   *
   * @param artifact the artifact
   * @return true if the policy covers it
   */
  public boolean covers(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return contents.artifacts.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith(ALL)
                    ? artifact.value().startsWith(pattern.substring(0, pattern.length() - 1))
                    : artifact.value().equals(pattern));
  }

  /** {@return for each predicate type that is demanded, the keys that may sign it, by their ids} */
  public SortedMap<String, SortedMap<String, VerifyingKey>> attestations() {
    return Collections.unmodifiableSortedMap(contents.attestations);
  }

  /** {@return the longest age of a signed move, if moves must be signed} */
  public Optional<Duration> signedMoves() {
    return contents.moves;
  }

  /** {@return when the policy ends, if it does} */
  public Optional<Instant> expiry() {
    return contents.expiry;
  }

  Collection<VerifyingKey> keys() {
    return contents.trusted.values();
  }

  List<String> artifacts() {
    return contents.artifacts;
  }

  /** Returns the digests of the listed versions, each by {@code artifact number}. */
  SortedMap<String, Digest> allowed() {
    return contents.allowed;
  }

  private TrustPolicy with(Consumer<Draft> change) {
    Draft draft = new Draft(contents);
    change.accept(draft);
    return new TrustPolicy(
        new Contents(
            draft.trusted,
            draft.revoked,
            draft.allowed,
            draft.attestations,
            draft.artifacts,
            draft.moves,
            draft.expiry));
  }

  /** A policy under construction. */
  private static final class Draft {
    final SortedMap<String, VerifyingKey> trusted;
    final SortedMap<String, VerifyingKey> revoked;
    final SortedMap<String, Digest> allowed;
    final SortedMap<String, SortedMap<String, VerifyingKey>> attestations;
    List<String> artifacts;
    Optional<Duration> moves;
    Optional<Instant> expiry;

    Draft(Contents from) {
      this.trusted = new TreeMap<>(from.trusted);
      this.revoked = new TreeMap<>(from.revoked);
      this.allowed = new TreeMap<>(from.allowed);
      this.attestations = new TreeMap<>(from.attestations);
      this.artifacts = from.artifacts;
      this.moves = from.moves;
      this.expiry = from.expiry;
    }
  }

  private static String version(ArtifactName artifact, VersionNumber number) {
    return artifact + " " + number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustPolicy that && contents.equals(that.contents);
  }

  @Override
  public int hashCode() {
    return contents.hashCode();
  }

  @Override
  public String toString() {
    return contents.toString();
  }
}
