package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The blob that names the item store to which a place belongs. */
final class Marker {
  /** Far more than the size of a marker. */
  private static final int MOST_BYTES = 8192;

  private final BlobStore blobs;
  private final Environment environment;

  Marker(BlobStore blobs, Environment environment) {
    this.blobs = blobs;
    this.environment = environment;
  }

  Optional<Bond> find() {
    return blobs.open(BlobKey.MARKER).map(this::read);
  }

  private Bond read(InputStream bytes) {
    String text;
    try (bytes) {
      text = new String(bytes.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw BackendException.transientFailure("Cannot read " + name() + ": " + e.getMessage(), e);
    }
    try {
      return Bond.parse(text);
    } catch (RuntimeException e) {
      throw new UnreadableRecordException(
          "Cannot read "
              + name()
              + ": "
              + e.getMessage()
              + "; bring it back from the bucket's own versions or from a copy",
          name(),
          UnreadableRecordException.Reason.DAMAGED,
          e);
    }
  }

  private String name() {
    return "marker " + blobs.place().orElse("") + BlobKey.MARKER;
  }

  /** Writes the marker if none exists; returns the marker that is stored afterwards. */
  Bond claim(Bond bond) {
    byte[] bytes = bond.text().getBytes(StandardCharsets.UTF_8);
    BlobHeader header =
        new BlobHeader("text/plain", BlobKey.MARKER.value(), environment.ids().get());
    WriteResult result =
        blobs.createFromStream(BlobKey.MARKER, new ByteArrayInputStream(bytes), header);
    return result instanceof WriteResult.Occupied ? find().orElse(bond) : bond;
  }

  /** Writes the marker in place of another; returns the marker that is stored afterwards. */
  Bond replace(Bond bond) {
    blobs.delete(BlobKey.MARKER);
    return claim(bond);
  }
}
