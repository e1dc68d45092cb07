package dev.versioned.cli;

import dev.versioned.signing.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes keys. */
@Command(
    name = "key",
    description = "Make keys that sign versions and moves.",
    subcommands = KeyCommand.Generate.class,
    footer = {"", "Examples:", "  versioned key generate release.pem"})
final class KeyCommand {
  private KeyCommand() {}

  /** See the command's description. */
  @Command(
      name = "generate",
      description = {
        "Make an Ed25519 key: FILE is the private key, for you alone, and FILE.pub the public one.",
        "Keys on P-256 that OpenSSL made can be used, too: the private block, then the public one."
      },
      footer = {"", "Examples:", "  versioned key generate release.pem"})
  static final class Generate extends ToolCommand {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @Parameters(index = "0", paramLabel = "FILE", description = "The file; it must not exist.")
    String file;

    @Override
    ExitCode run(Session session) throws IOException {
      Path secret = session.path(file);
      Path open = session.path(file + ".pub");
      SigningKey key = SigningKey.generate();
      if (Files.exists(open)) {
        throw exists(file + ".pub");
      }
      try {
        create(secret);
      } catch (FileAlreadyExistsException e) {
        throw exists(file);
      }
      write(secret, key.pem(), StandardOpenOption.WRITE);
      write(open, key.verifyingKey().pem(), StandardOpenOption.CREATE_NEW);
      String id = key.verifyingKey().id();
      session.print(
          Answer.of(
              Fields.of("keyId", id, "privateKey", file, "publicKey", file + ".pub"),
              "key " + id + " is in " + file + ", its public half in " + file + ".pub"));
      return ExitCode.DONE;
    }

    private static void create(Path secret) throws IOException {
      if (secret.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(secret, OWNER_ONLY);
      } else {
        Files.createFile(secret);
      }
    }

    private static void write(Path path, String text, StandardOpenOption option)
        throws IOException {
      try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.WRITE, option)) {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
      }
    }

    private static IllegalArgumentException exists(String file) {
      return new IllegalArgumentException(
          "Cannot make a key in " + file + ": the file exists, and keys are never replaced");
    }
  }
}
