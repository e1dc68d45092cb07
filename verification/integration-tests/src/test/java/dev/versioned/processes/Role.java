package dev.versioned.processes;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Routing;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.processes.Journal.Kind;
import dev.versioned.processes.Journal.Line;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The work that a process repeats until it is killed. */
enum Role {
  /**
   * Publishes content of every kind, beginning with the publish that its predecessor may have
   * begun.
   */
  PUBLISHER {
    @Override
    void begin(Hands hands) {
      List<Line> lines = hands.journal().read();
      Set<String> done =
          lines.stream()
              .filter(line -> line.kind() == Kind.PUBLISHED)
              .map(line -> line.field(3))
              .collect(Collectors.toSet());
      lines.stream()
          .filter(line -> line.kind() == Kind.PUBLISHING && !done.contains(line.field(1)))
          .forEach(line -> hands.attempt(() -> publishWithKey(hands, line)));
    }

    @Override
    void act(Hands hands) {
      Random random = hands.random();
      Artifact artifact = hands.artifact();
      // Few contents, so that some are repeated; now and then one that is sent in parts.
      byte[] bytes = bytes(random.nextInt(50), random.nextInt(40) == 0 ? 17 << 20 : 2000);
      switch (random.nextInt(5)) {
        case 0 ->
            hands
                .journal()
                .published(artifact.publish(Content.stream(new ByteArrayInputStream(bytes))), "");
        case 1 -> {
          artifact.put(Content.of(bytes));
          hands.journal().published(artifact.publish(), "");
        }
        case 2 -> hands.journal().published(artifact.publish(Content.of(bytes)), "");
        default -> {
          String key = Long.toHexString(random.nextLong());
          Object[] intent = {artifact.name(), key, random.nextInt(), random.nextInt(5000)};
          hands.journal().write(Kind.PUBLISHING, intent);
          List<String> fields = new ArrayList<>();
          for (Object field : intent) {
            fields.add(field.toString());
          }
          publishWithKey(hands, new Line(Kind.PUBLISHING, fields));
        }
      }
    }

    private void publishWithKey(Hands hands, Line intent) {
      String key = intent.field(1);
      byte[] bytes = bytes(intent.number(2), (int) intent.number(3));
      Artifact artifact = hands.repository().artifact(intent.field(0));
      hands
          .journal()
          .published(
              artifact.publish(Content.of(bytes), p -> p.idempotencyKey(key).metadata(KEY, key)),
              key);
    }

    private byte[] bytes(long seed, int size) {
      byte[] bytes = new byte[size];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }
  },

  /** Moves the alias LIVE of each artifact in every way. */
  DEPLOYER {
    @Override
    void act(Hands hands) {
      Artifact artifact = hands.artifact();
      AliasHandle live = artifact.alias(ALIAS);
      List<Version> newest = artifact.versions().limit(5).toList();
      if (newest.size() < 2) {
        hands.rest();
        return;
      }
      Random random = hands.random();
      Version one = newest.get(random.nextInt(newest.size()));
      Version other = newest.get(random.nextInt(newest.size()));
      Weight weight = Weight.basisPoints(random.nextInt(10_001));
      Alias moved =
          switch (random.nextInt(4)) {
            case 0 -> live.rollback();
            case 1 -> live.pointTo(one);
            default ->
                live.moveTo(
                    one.equals(other)
                        ? Routing.to(one.number())
                        : Routing.split(one.number(), other.number(), weight));
          };
      hands
          .journal()
          .write(
              Kind.MOVED,
              artifact.name(),
              moved.revision(),
              moved.updatedBy(),
              Journal.text(moved.routing()));
    }
  },

  /** Deletes versions, and restores some of them. */
  DELETER {
    @Override
    void act(Hands hands) {
      Artifact artifact = hands.artifact();
      VersionState from =
          hands.random().nextInt(3) == 0 ? VersionState.DELETED : VersionState.ACTIVE;
      List<Version> some =
          artifact.versions(from).skip(hands.random().nextInt(8)).limit(1).toList();
      for (Version version : some) {
        if (from == VersionState.DELETED) {
          artifact.restore(version.number());
        } else {
          hands.journal().write(Kind.DELETING, artifact.name(), version.number());
          artifact.delete(version.number());
        }
      }
      hands.rest();
    }
  },

  /** Collects garbage that is two seconds old, so that it overtakes slow writers. */
  COLLECTOR {
    @Override
    void act(Hands hands) {
      long removed =
          hands.repository().gc().withGracePeriod(Duration.ofSeconds(2)).run().total().removed();
      hands.journal().write(Kind.COLLECTED, removed);
      hands.rest();
    }
  };

  static final String ALIAS = "LIVE";

  /** The metadata entry that repeats the idempotency key of the version. */
  static final String KEY = "key";

  /** The tools of a process. */
  record Hands(ArtifactRepository repository, Journal journal, Random random) {
    Artifact artifact() {
      return repository.artifact("contended-" + random.nextInt(2));
    }

    void rest() {
      try {
        Thread.sleep(random.nextInt(100));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Makes a call that may be refused, but only in the permitted ways. */
    void attempt(Runnable action) {
      try {
        action.run();
      } catch (ArtifactException e) {
        boolean expected =
            e instanceof NotFoundException
                || e instanceof VersionInUseException
                || e instanceof UnknownOutcomeException
                || (e instanceof BackendException b && b.isRetryable());
        if (!expected) {
          throw e;
        }
        journal.write(Kind.REFUSED, e.getClass().getSimpleName());
      }
    }
  }

  /** Handles the state that the previous process left behind. */
  void begin(Hands hands) {}

  /** Performs one action. */
  abstract void act(Hands hands);
}
