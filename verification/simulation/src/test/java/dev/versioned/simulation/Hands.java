package dev.versioned.simulation;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The tools of an operation, and the record of its results. */
final class Hands {
  final BlobStore blobs;
  final ItemStore items;
  final Catalog catalog;
  final RepositorySettings settings;
  ArtifactRepository repository;
  Artifact artifact;

  /** Gives others time to move an alias whose state is in doubt. */
  private static final Duration BEFORE_A_REPEAT = Duration.ofMillis(10);

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
    this.catalog = new Catalog(items, journal.environment().executor());
    this.settings = settings;
    this.repository = ArtifactRepository.of(blobs, items, settings, journal.environment());
    this.artifact = repository.artifact(Worlds.ARTIFACT);
    this.journal = journal;
    this.circumstances = circumstances;
  }

  void rewind() {
    journal.rewind();
    if (blobs.place().isPresent()) {
      // A repository checks its stores once, and this operation has not done so.
      repository = ArtifactRepository.of(blobs, items, settings, journal.environment());
      artifact = repository.artifact(Worlds.ARTIFACT);
    }
    claims.clear();
    answers.clear();
  }

  /** Returns a text that identifies this call in the stored records. */
  String token() {
    return Tokens.PREFIX + journal.nextId();
  }

  /** Returns such a text for a publish of {@code $LATEST}. */
  String tokenOfLatest() {
    return Tokens.OF_LATEST + journal.nextId();
  }

  /** Returns the prefix of the ids that this operation creates. */
  String by() {
    return journal.idPrefix();
  }

  /** Returns the time by the operation's clock. */
  Instant now() {
    return journal.environment().now();
  }

  /** Lets time pass before the next call. */
  void sleep(Duration duration) {
    try {
      journal.environment().sleeper().sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether the operation was stopped in a task concurrent with a failed one. */
  boolean isStopped() {
    return journal.stopped();
  }

  boolean in(Circumstance circumstance) {
    return circumstances.contains(circumstance);
  }

  /** Adds a claim about what must be true if the library's result is true. */
  void claim(BiConsumer<Oracle, Span> claim) {
    claims.add(claim);
  }

  /** Returns the library's results, call by call. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  void check(Oracle oracle, Span span) {
    claims.forEach(claim -> claim.accept(oracle, span));
  }

  /** Makes a call, and repeats it if it fails, like a caller that needs it done. */
  void insist(int tries, Consumer<String> call, Refusals refusals) {
    insist(tries, this::token, call, refusals);
  }

  /** Makes a call with tokens of a given kind. */
  void insist(int tries, Supplier<String> tokens, Consumer<String> call, Refusals refusals) {
    for (int i = 0; i < tries; i++) {
      String token = tokens.get();
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

  /** Changes an alias, and repeats the change as long as it is in doubt. */
  void change(
      AliasName alias, int tries, Change.Keying keying, Consumer<Change> call, Refusals refusals) {
    boolean job = keying == Change.Keying.OF_THE_JOB;
    Change change = job ? job(alias) : fresh(alias);
    for (int i = 0; i < tries; i++) {
      change.trying(journal.step());
      try {
        call.accept(change);
        answers.add(change.token() + " succeeded");
        return;
      } catch (UnknownOutcomeException e) {
        answers.add(change.token() + " is in doubt");
        allow(in(Circumstance.FAILURES) && e.idempotencyKey().isPresent(), e);
        change.noReply(e.idempotencyKey());
        sleep(BEFORE_A_REPEAT);
      } catch (BackendException e) {
        allow(in(Circumstance.FAILURES) || in(Circumstance.COLLECTOR) || in(Circumstance.HURRY), e);
        if (change.isInDoubt()) {
          answers.add(change.token() + " is still in doubt");
        } else if (!job) {
          answers.add(change.token() + " failed");
          change.refused(this);
          change = fresh(alias);
        }
      } catch (ArtifactException e) {
        answers.add(change.token() + (change.isInDoubt() ? " is not repeated" : " was refused"));
        change.refused(this);
        refusals.check(e);
        return;
      }
    }
  }

  private Change fresh(AliasName alias) {
    return new Change(alias, token(), Optional.empty(), false);
  }

  private Change job(AliasName alias) {
    return new Change(
        alias, Tokens.PREFIX + journal.job(), Optional.of(journal.job()), journal.isAgain());
  }

  /** The refusals that an operation may meet. */
  @FunctionalInterface
  interface Refusals {
    /** Claims the conditions under which the library may refuse like this. */
    void check(ArtifactException e);
  }

  void allow(boolean allowed, ArtifactException e) {
    if (!allowed) {
      claim(
          (oracle, span) -> {
            throw new Violation(
                "refused without reason: " + e.getClass().getSimpleName() + ": " + e);
          });
    }
  }
}
