package dev.versioned.simulation;

import dev.versioned.Artifact;
import dev.versioned.ArtifactException;
import dev.versioned.ArtifactRepository;
import dev.versioned.BackendException;
import dev.versioned.RepositorySettings;
import dev.versioned.UnknownOutcomeException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What an operation works with, and where it says what it was told. */
final class Hands {
  final BlobStore blobs;
  final CatalogStore catalog;
  final RepositorySettings settings;
  final ArtifactRepository repository;
  final Artifact artifact;
  private final Journal journal;
  private final Rules rules;
  private final List<BiConsumer<Oracle, Span>> claims = new ArrayList<>();

  /**
   * What may happen in a run.
   *
   * @param failures whether stores may fail
   * @param corruption whether bytes may arrive damaged
   * @param intruders whether others write into the bucket
   * @param collecting whether a collector is at work, and so a publisher may be taken for dead
   * @param hurried whether callers give up before others are out of their way
   */
  record Rules(
      boolean failures,
      boolean corruption,
      boolean intruders,
      boolean collecting,
      boolean hurried) {
    static final Rules NOTHING = new Rules(false, false, false, false, false);
  }

  Hands(
      BlobStore blobs,
      CatalogStore catalog,
      RepositorySettings settings,
      Journal journal,
      Rules rules) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.repository = ArtifactRepository.over(blobs, catalog, settings);
    this.artifact = repository.artifact(Worlds.ARTIFACT);
    this.journal = journal;
    this.rules = rules;
  }

  void rewind() {
    journal.rewind();
    claims.clear();
  }

  /** Returns a text by which this call is known again in what is stored. */
  String token() {
    return "token-" + journal.nextId();
  }

  Rules rules() {
    return rules;
  }

  /** Says what must be true if what the library told is true. */
  void claim(BiConsumer<Oracle, Span> claim) {
    claims.add(claim);
  }

  void check(Oracle oracle, Span span) {
    claims.forEach(claim -> claim.accept(oracle, span));
  }

  /** Makes a call of the library, and again if it fails, as a caller does who wants it done. */
  void insist(int tries, Consumer<String> call, Refusals refusals) {
    for (int i = 0; i < tries; i++) {
      String token = token();
      try {
        call.accept(token);
        return;
      } catch (UnknownOutcomeException e) {
        allow(rules.failures(), e);
      } catch (BackendException e) {
        allow(rules.failures() || rules.collecting() || rules.hurried(), e);
        claim((oracle, span) -> oracle.neverVisible(token));
      } catch (ArtifactException e) {
        claim((oracle, span) -> oracle.neverVisible(token));
        refusals.check(e);
        return;
      }
    }
  }

  /** What refusals an operation may meet. */
  @FunctionalInterface
  interface Refusals {
    /** Says by a claim what must be true if the library refused so. */
    void check(ArtifactException e);
  }

  void allow(boolean allowed, ArtifactException e) {
    if (!allowed) {
      claim(
          (oracle, span) -> {
            throw new Violation("told without reason: " + e.getClass().getSimpleName() + ": " + e);
          });
    }
  }
}
