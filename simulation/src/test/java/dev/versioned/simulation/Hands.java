package dev.versioned.simulation;

import dev.versioned.Artifact;
import dev.versioned.ArtifactException;
import dev.versioned.ArtifactRepository;
import dev.versioned.BackendException;
import dev.versioned.RepositorySettings;
import dev.versioned.UnknownOutcomeException;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What an operation works with, and where it says what it was told. */
final class Hands {
  final BlobStore blobs;
  final ItemStore items;
  final Catalog catalog;
  final RepositorySettings settings;
  final ArtifactRepository repository;
  final Artifact artifact;
  private final Journal journal;
  private final Set<Circumstance> circumstances;
  private final List<BiConsumer<Oracle, Span>> claims = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();

  Hands(
      BlobStore blobs,
      ItemStore items,
      RepositorySettings settings,
      Journal journal,
      Set<Circumstance> circumstances) {
    this.blobs = blobs;
    this.items = items;
    this.catalog = new Catalog(items, settings.seams().executor());
    this.settings = settings;
    this.repository = ArtifactRepository.over(blobs, items, settings);
    this.artifact = repository.artifact(Worlds.ARTIFACT);
    this.journal = journal;
    this.circumstances = circumstances;
  }

  void rewind() {
    journal.rewind();
    claims.clear();
    answers.clear();
  }

  /** Returns a text by which this call is known again in what is stored. */
  String token() {
    return Tokens.PREFIX + journal.nextId();
  }

  /** What the ids begin with that this operation makes. */
  String by() {
    return journal.idPrefix();
  }

  /** Lets time pass before the next call. */
  void sleep(Duration duration) {
    try {
      settings.seams().pause().sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean in(Circumstance circumstance) {
    return circumstances.contains(circumstance);
  }

  /** Says what must be true if what the library told is true. */
  void claim(BiConsumer<Oracle, Span> claim) {
    claims.add(claim);
  }

  /** What the library answered, call by call. */
  List<String> answers() {
    return List.copyOf(answers);
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
        answers.add(token + " succeeded");
        return;
      } catch (UnknownOutcomeException e) {
        answers.add(token + " is in doubt");
        allow(in(Circumstance.FAILURES), e);
      } catch (BackendException e) {
        answers.add(token + " failed");
        allow(in(Circumstance.FAILURES) || in(Circumstance.COLLECTOR) || in(Circumstance.HURRY), e);
        claim((oracle, span) -> oracle.neverVisible(token));
      } catch (ArtifactException e) {
        answers.add(token + " was refused");
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
