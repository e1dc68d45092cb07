package dev.versioned.simulation;

import dev.versioned.Content;
import dev.versioned.model.UnreadableContentException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Operations whose content is sent in parts, or as a stream, or changes while it is sent. */
final class Sending {
  private Sending() {}

  /** Publishes content of several parts, which is sent while it is hashed. */
  static Operation publishLarge(Material material, String key, int tries) {
    return new Operation(
        Operation.Kind.PUBLISH_LARGE,
        "publish " + material + " in parts" + (key.isEmpty() ? "" : " with key " + key),
        Publishing.publishing(material, Material::content, key, false, tries));
  }

  /** Publishes a stream, which uses an upload if it is longer than a part. */
  static Operation publishStream(Material material, String key, int tries) {
    Operation.Body body = Publishing.publishing(material, Material::stream, key, false, tries);
    return new Operation(
        Operation.Kind.PUBLISH_STREAM,
        "publish a stream of " + material + (key.isEmpty() ? "" : " with key " + key),
        hands -> {
          body.run(hands);
          if (!hands.in(Circumstance.FAILURES)) {
            hands.claim((oracle, span) -> oracle.checkNoUploadOf(hands.by()));
          }
        });
  }

  static Operation putLarge(Material material, int tries) {
    return new Operation(
        Operation.Kind.PUT_LARGE,
        "put " + material + " in parts",
        Publishing.putting(material, Material::content, tries));
  }

  static Operation putStream(Material material, int tries) {
    return new Operation(
        Operation.Kind.PUT_STREAM,
        "put a stream of " + material,
        Publishing.putting(material, Material::stream, tries));
  }

  /** Publishes content that changes between its hashing and its upload. */
  static Operation publishUnstable(int sizeBytes) {
    return new Operation(
        sizeBytes > Material.PART_BYTES ? Operation.Kind.PUBLISH_LARGE : Operation.Kind.PUBLISH,
        "publish " + sizeBytes + " bytes that change during the upload",
        hands ->
            hands.insist(
                1,
                token -> {
                  hands.artifact.publish(unstable(sizeBytes), o -> o.description(token));
                  hands.claim(
                      (oracle, span) -> {
                        throw new Violation("promise 1: content that changed was published");
                      });
                },
                e -> {
                  hands.claim((oracle, span) -> oracle.excuseGap());
                  hands.allow(e instanceof UnreadableContentException, e);
                }));
  }

  private static Content unstable(int sizeBytes) {
    int[] opened = {0};
    return Content.of(
        sizeBytes,
        () -> {
          String text = (opened[0]++ == 0 ? "x" : "y").repeat(sizeBytes);
          return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        });
  }
}
