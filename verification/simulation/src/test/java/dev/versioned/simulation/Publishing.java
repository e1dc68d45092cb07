package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.Content;
import dev.versioned.PublishOptions;
import dev.versioned.PutOptions;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import java.io.ByteArrayInputStream;
import java.util.function.Consumer;
import java.util.function.Function;

/** Operations that put and publish, and checks of their results. */
final class Publishing {
  private Publishing() {}

  static Consumer<PublishOptions> options(Material material, String key, String token) {
    return options -> {
      options.metadata(material.metadata()).description(token);
      if (!key.isEmpty()) {
        options.idempotencyKey(key);
      }
    };
  }

  static Consumer<PutOptions> options(Material material, String token) {
    return options -> options.metadata(material.metadata()).description(token);
  }

  /** Publishes content; an empty key means none. */
  static Operation publish(Material material, String key, boolean evenIfUnchanged, int tries) {
    return new Operation(
        Operation.Kind.PUBLISH,
        "publish " + material + (key.isEmpty() ? "" : " with key " + key),
        publishing(material, Material::content, key, evenIfUnchanged, tries));
  }

  /** Publishes a material in a given form. */
  static Operation.Body publishing(
      Material material,
      Function<Material, Content> form,
      String key,
      boolean evenIfUnchanged,
      int tries) {
    return hands ->
        hands.insist(
            tries,
            token -> {
              PublishResult result =
                  hands.artifact.publish(
                      form.apply(material),
                      options -> {
                        options(material, key, token).accept(options);
                        if (evenIfUnchanged) {
                          options.evenIfUnchanged();
                        }
                      });
              hands.claim((oracle, span) -> published(oracle, span, result, key, token));
              hands.claim((oracle, span) -> isContent(result, material));
              if (key.isEmpty() && !evenIfUnchanged) {
                boolean calm = hands.in(Circumstance.CALM);
                hands.claim((oracle, span) -> changed(oracle, span, result, material, calm));
              }
            },
            e -> refused(hands, e, key, material));
  }

  private static void published(
      Oracle oracle, Span span, PublishResult result, String key, String token) {
    VersionNumber number = result.number();
    Version stored = oracle.version(number).orElse(null);
    check(
        result.version().equals(stored),
        1,
        () -> result + " differs from the stored one: " + stored);
    boolean own = result.version().description().equals(token);
    if (result.outcome() == PublishResult.Outcome.CREATED) {
      check(own, 3, () -> "another publisher's version " + number + " was reported as CREATED");
    } else if (result.outcome() == PublishResult.Outcome.UNCHANGED) {
      check(!own, 4, () -> "the publisher's own version " + number + " was reported as UNCHANGED");
      check(
          oracle.was(number, span, VersionWatch::isActive),
          4,
          () -> number + " did not exist before, so it is not UNCHANGED");
      check(oracle.wasLastNumber(number.value(), span), 4, () -> number + " was not the newest");
    } else {
      oracle.excuseGap();
    }
    checkKey(oracle, key, number);
  }

  private static void checkKey(Oracle oracle, String key, VersionNumber number) {
    check(
        key.isEmpty() || oracle.versionOf(key).map(number::equals).orElse(false),
        5,
        () -> "key " + key + " gave " + number + ", and stands for " + oracle.versionOf(key));
  }

  private static void isContent(PublishResult result, Material material) {
    check(material.is(result.version()), 4, () -> result + " is not of " + material);
  }

  /**
   * Claims that no newer version was published if the newest version had this content all the time;
   * nor if it was committed in the meantime and nobody took longer than others wait.
   */
  private static void changed(
      Oracle oracle, Span span, PublishResult result, Material material, boolean calm) {
    long before = result.number().value() - 1;
    if (result.outcome() != PublishResult.Outcome.CREATED || before < 1) {
      return;
    }
    VersionNumber newest = VersionNumber.of(before);
    boolean same = oracle.version(newest).map(material::is).orElse(false);
    check(
        !same || (calm ? oracle.wasDeleted(newest) : oracle.wasUnusable(newest, span)),
        4,
        () -> result.number() + " has the content of the version before");
  }

  private static void refused(Hands hands, ArtifactException e, String key, Material material) {
    hands.claim((oracle, span) -> oracle.excuseGap());
    if (e instanceof IdempotencyKeyReusedException reused) {
      hands.allow(!key.isEmpty(), e);
      hands.claim(
          (oracle, span) ->
              check(
                  reused.version().flatMap(oracle::version).map(v -> !material.is(v)).orElse(false),
                  5,
                  () -> "key " + key + " was refused for the content that it stands for"));
    } else if (e instanceof NotFoundException) {
      hands.claim(
          (oracle, span) ->
              check(
                  standsForNothing(oracle, span, key),
                  5,
                  () -> "the version of key " + key + " existed, and was not found"));
    } else if (e instanceof AlreadyExistsException) {
      hands.allow(mayMeetOtherBytes(hands), e);
    } else if (e instanceof CorruptContentException) {
      // A stream's upload is read again if the store does not copy.
      hands.allow(hands.in(Circumstance.CORRUPTION), e);
    } else {
      hands.allow(false, e);
    }
  }

  /** Publishes the working copy; an empty key means none. */
  static Operation publishLatest(String key, int tries) {
    return new Operation(
        Operation.Kind.PUBLISH_LATEST,
        "publish $LATEST" + (key.isEmpty() ? "" : " with key " + key),
        hands ->
            hands.insist(
                tries,
                hands::tokenOfLatest,
                token -> {
                  PublishResult result =
                      hands.artifact.publish(
                          options -> {
                            options.description(token);
                            if (!key.isEmpty()) {
                              options.idempotencyKey(key);
                            }
                          });
                  hands.claim((oracle, span) -> publishedLatest(oracle, span, result, key, token));
                },
                e -> latestRefused(hands, e, key)));
  }

  /** Returns whether a key's version was deleted at some time in a span. */
  private static boolean standsForNothing(Oracle oracle, Span span, String key) {
    return !key.isEmpty()
        && oracle.versionOf(key).map(number -> oracle.wasUnusable(number, span)).orElse(false);
  }

  private static void publishedLatest(
      Oracle oracle, Span span, PublishResult result, String key, String token) {
    if (result.outcome() == PublishResult.Outcome.UNCHANGED) {
      // $LATEST need not be of the last reserved number, which may belong to a dead publisher.
      check(
          oracle.was(result.number(), span, VersionWatch::isActive),
          4,
          () -> result.number() + " did not exist before, so it is not UNCHANGED");
      check(
          result.version().equals(oracle.version(result.number()).orElse(null)), 1, () -> "other");
      checkKey(oracle, key, result.number());
    } else {
      published(oracle, span, result, key, token);
      if (result.outcome() == PublishResult.Outcome.CREATED) {
        oracle.checkFrom(result.number(), span);
      }
    }
  }

  private static void latestRefused(Hands hands, ArtifactException e, String key) {
    hands.claim((oracle, span) -> oracle.excuseGap());
    if (e instanceof NotFoundException) {
      hands.claim(
          (oracle, span) ->
              check(
                  !oracle.wasCopyAlways(span) || standsForNothing(oracle, span, key),
                  1,
                  () -> "there was a working copy, and it was not found to be published"));
    } else if (e instanceof CorruptContentException) {
      hands.allow(hands.in(Circumstance.CORRUPTION), e);
    } else {
      // A key is never refused, because the call has no content that could differ.
      hands.allow(e instanceof AlreadyExistsException && mayMeetOtherBytes(hands), e);
    }
  }

  static Operation put(Material material, int tries) {
    return new Operation(
        Operation.Kind.PUT, "put " + material, putting(material, Material::content, tries));
  }

  /** Puts a material in a given form. */
  static Operation.Body putting(Material material, Function<Material, Content> form, int tries) {
    return hands ->
        hands.insist(
            tries,
            token -> {
              Version put = hands.artifact.put(form.apply(material), options(material, token));
              hands.claim(
                  (oracle, span) -> {
                    check(material.is(put), 1, () -> put + " is not " + material);
                    check(
                        oracle.wasCopy(span, copy -> copy.version().equals(put)),
                        7,
                        () -> token + " was reported as put, and never was $LATEST");
                  });
            },
            e ->
                hands.allow(
                    e instanceof AlreadyExistsException && hands.in(Circumstance.CORRUPTION), e));
  }

  /** An object under the own key is another writer's, or twice arrived damaged when it was read. */
  private static boolean mayMeetOtherBytes(Hands hands) {
    return hands.in(Circumstance.INTRUDERS) || hands.in(Circumstance.CORRUPTION);
  }

  /**
   * Writes a blob into the folder of the next version, as another program would, or the library
   * with another table.
   */
  static Operation intrude() {
    return new Operation(
        Operation.Kind.INTRUDE,
        "write into the bucket from outside",
        hands ->
            hands.insist(
                1,
                token -> {
                  long next =
                      1
                          + hands
                              .catalog
                              .findArtifact(Worlds.ARTIFACT)
                              .map(a -> a.lastNumber())
                              .orElse(0L);
                  hands.blobs.createFromStream(
                      BlobKey.ofVersion(
                          Worlds.ARTIFACT,
                          VersionNumber.of(next),
                          token.hashCode() % 3 == 0 ? "" : "other.jar"),
                      new ByteArrayInputStream(new byte[] {7}),
                      new BlobHeader("text/plain", "", token.hashCode() % 2 == 0 ? token : ""));
                },
                e -> hands.allow(false, e)));
  }
}
