package dev.versioned.internal.trust;

import dev.versioned.internal.Log;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.MoveSignature;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.UntrustedVersionException.Reason;
import dev.versioned.signing.Signer;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import dev.versioned.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs moves of aliases, and checks aliases against the reader's trust policy if it demands signed
 * moves: the signature, the age of the last move, and that no earlier state was put back.
 */
public final class AliasTrust {
  private final Environment environment;
  private final Optional<Signer> signer;
  private final Optional<TrustPolicy> policy;
  private final Map<SignedMove.Name, AliasEntry.Present> newest = new ConcurrentHashMap<>();

  public AliasTrust(Settings settings) {
    this.environment = settings.environment();
    this.signer = settings.signer();
    this.policy = settings.trustPolicy();
  }

  /**
   * Signs an entry that is about to be written, if there is a key.
   *
   * @throws UntrustedVersionException if this repository's own policy would refuse the entry: every
   *     reader of the policy would, until the alias is deleted
   */
  public AliasEntry sign(AliasEntry entry) {
    checkKey(entry);
    return signer
        .map(
            key ->
                entry.signedBy(
                    new MoveSignature(
                        key.verifyingKey().id(),
                        Base64.getEncoder().encodeToString(key.sign(SignedMove.message(entry))))))
        .orElse(entry);
  }

  private void checkKey(AliasEntry entry) {
    Optional<String> key = signer.map(by -> by.verifyingKey().id());
    // rule: move-that-the-policy-refuses-is-not-made
    if (entry instanceof AliasEntry.Present
        && isDemanded(entry.artifact())
        && !key.map(id -> policy.orElseThrow().trusted().containsKey(id)).orElse(false)) {
      throw VersionTrust.refused(
          "move",
          "alias " + entry.artifact() + ":" + entry.name(),
          "the trust policy demands signed moves, and "
              + key.map(id -> "does not trust the key " + id + " of this mover")
                  .orElse("this mover has no key")
              + "; use a key that the policy trusts",
          key.isEmpty() ? Reason.UNSIGNED : Reason.UNKNOWN_KEY);
    }
  }

  /** Returns whether the aliases of an artifact must be moved by holders of trusted keys. */
  public boolean isDemanded(ArtifactName artifact) {
    return policy
        .filter(rules -> rules.covers(artifact) && rules.signedMoves().isPresent())
        .isPresent();
  }

  /**
   * Returns the newest state of an alias that was trusted so far. It is asked before a read: a
   * later state that another thread reads meanwhile does not show that this one was put back.
   */
  public Optional<AliasEntry.Present> newest(ArtifactName artifact, AliasName alias) {
    return Optional.ofNullable(newest.get(new SignedMove.Name(artifact, alias)));
  }

  /**
   * Checks that an alias may be used, and remembers it.
   *
   * @param verb what is about to be done with it, for the message
   * @param before the newest state that was trusted before the alias was read
   * @throws UntrustedVersionException if it is not signed as the policy demands, was put back, or
   *     was not moved for too long
   */
  public void check(String verb, AliasEntry.Present entry, Optional<AliasEntry.Present> before) {
    Alias alias = entry.alias();
    if (!isDemanded(alias.artifact())) {
      return;
    }
    SignedMove.Name name = SignedMove.Name.of(alias);
    checkSignature(verb, entry);
    checkNotPutBack(verb, entry, before);
    remember(name, entry);
    checkAge(verb, name, alias);
  }

  /**
   * Checks that no earlier state of an alias was put back, and moved.
   *
   * @param before the newest state that was trusted before the alias was read
   */
  public static void checkNotPutBack(
      String verb, AliasEntry.Present entry, Optional<AliasEntry.Present> before) {
    if (before.isEmpty()) {
      return;
    }
    AliasEntry.Present seen = before.get();
    Alias alias = entry.alias();
    Alias last = seen.alias();
    // rule: earlier-state-of-an-alias-is-refused
    if (alias.isOlderThan(last)) {
      throw VersionTrust.refused(
          verb,
          SignedMove.Name.of(alias),
          "it is at revision "
              + alias.revision()
              + ", and was at revision "
              + last.revision()
              + " before; an earlier state was put back"
              + SignedMove.REMEDY,
          Reason.REPLAYED);
    }
    boolean same = alias.revision() == last.revision() && alias.epoch() == last.epoch();
    // rule: revision-of-an-alias-has-one-state
    if (same && !entry.moveId().equals(seen.moveId())) {
      throw VersionTrust.refused(
          verb,
          SignedMove.Name.of(alias),
          "its revision "
              + alias.revision()
              + " was made by another move before; an earlier state was put back, and moved"
              + SignedMove.REMEDY,
          Reason.REPLAYED);
    }
  }

  private void remember(SignedMove.Name name, AliasEntry.Present entry) {
    newest.merge(name, entry, (old, now) -> now.alias().isOlderThan(old.alias()) ? old : now);
  }

  /**
   * Takes the entry of an alias that an earlier process kept, so that an earlier state is refused
   * from the start. One that is not signed as the policy demands is ignored.
   */
  public void offer(AliasEntry.Present entry) {
    if (isDemanded(entry.artifact())) {
      try {
        checkSignature("route by", entry);
        remember(SignedMove.Name.of(entry.alias()), entry);
      } catch (UntrustedVersionException e) {
        Log.LIVE.debug("the kept state of {} is not trusted", SignedMove.Name.of(entry.alias()), e);
      }
    }
  }

  /** Checks the signature alone: for a move, which makes the alias new. */
  public void checkSignature(String verb, AliasEntry.Present entry) {
    Alias alias = entry.alias();
    if (!isDemanded(alias.artifact())) {
      return;
    }
    TrustPolicy rules = policy.orElseThrow();
    VersionTrust.checkExpiry(rules, verb, SignedMove.Name.of(alias), environment.now());
    SignedMove.check(rules.trusted(), rules.revoked().keySet(), verb, entry);
  }

  /**
   * Checks the signature of an alias that is about to be signed as it is: by the key itself or by a
   * trusted one, whether or not the policy demands signed moves. Without a key nothing is signed.
   */
  public void checkToRenew(AliasEntry.Present entry) {
    Map<String, VerifyingKey> keys = new TreeMap<>();
    policy.map(TrustPolicy::trusted).ifPresent(keys::putAll);
    signer.map(Signer::verifyingKey).ifPresent(key -> keys.put(key.id(), key));
    // rule: alias-is-not-renewed-blindly
    if (signer.isPresent()) {
      SignedMove.check(keys, Set.of(), "renew", entry);
    }
  }

  private void checkAge(String verb, SignedMove.Name name, Alias alias) {
    Duration within = policy.flatMap(TrustPolicy::signedMoves).orElseThrow();
    Instant now = environment.now();
    // rule: move-from-the-future-is-refused
    if (Duration.between(now, alias.updatedAt()).compareTo(within) > 0) {
      throw VersionTrust.refused(
          verb,
          name,
          "it was last moved or renewed at "
              + alias.updatedAt()
              + ", which is in the future: a mover's clock, or this one, is wrong"
              + SignedMove.REMEDY,
          Reason.FROZEN);
    }
    // rule: frozen-alias-is-refused
    if (Duration.between(alias.updatedAt(), now).compareTo(within) > 0) {
      throw VersionTrust.refused(
          verb,
          name,
          "it was last moved or renewed at "
              + alias.updatedAt()
              + ", longer than "
              + within
              + " ago; if nobody renews it, the table may be a frozen copy"
              + SignedMove.REMEDY,
          Reason.FROZEN);
    }
  }

  /**
   * Returns the time before which a move of an alias must not be, so that its ledger is in order. A
   * time in the far future is no such time, since the move's own is signed: a tombstone's is not
   * proven, and a mover's clock may have been wrong.
   */
  public Instant notBefore(AliasEntry entry) {
    // rule: time-of-the-future-is-not-signed
    boolean future =
        isDemanded(entry.artifact())
            && Duration.between(environment.now(), entry.updatedAt())
                    .compareTo(policy.flatMap(TrustPolicy::signedMoves).orElseThrow())
                > 0;
    return future ? Instant.MIN : entry.updatedAt();
  }

  /** Returns the whole entry of an alias that was checked last, to be kept with it. */
  public Optional<AliasEntry.Present> entryOf(Alias alias) {
    return Optional.ofNullable(newest.get(SignedMove.Name.of(alias)))
        .filter(entry -> entry.alias().equals(alias));
  }
}
