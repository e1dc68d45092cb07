package dev.versioned.cli;

/**
 * The library's messages in the command's words: what the library tells a program to do with one of
 * its classes, a command does.
 */
final class Wording {
  private Wording() {}

  static String ofCommand(String message) {
    return message
        .replace("create it with S3DynamoSetup", "create it with 'versioned init'")
        .replace("apply S3DynamoSetup", "run 'versioned init'")
        .replace("S3DynamoSetup", "'versioned init'");
  }
}
