package dev.versioned.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The library's messages in the command's words, and without secrets: where the library says which
 * of its methods helps, the command says which option does.
 */
final class Wording {
  /** The more words, the earlier. */
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("create it with S3DynamoSetup", "create it with 'versioned init'");
    WORDS.put("apply S3DynamoSetup", "run 'versioned init'");
    WORDS.put("take the place over", "take the place over with 'versioned init --take-over'");
    WORDS.put("set janitor(roleArn)", "run 'versioned init --janitor ROLE_ARN'");
    WORDS.put("set the stores up", "run 'versioned init'");
    WORDS.put("S3DynamoSetup", "'versioned init'");
    WORDS.put(
        "call region(), or set AWS_REGION or a profile",
        "give --region, or set AWS_REGION, AWS_DEFAULT_REGION or a profile with a region");
    WORDS.put("do not call encrypted()", "give --allow-plain-http");
    WORDS.put("with the idempotency key ", "with --idempotency-key ");
    WORDS.put("break the freeze and say why", "give --break-freeze REASON");
    WORDS.put("allow more by DirectoryLimits", "allow more by --max-entries or --max-bytes");
    WORDS.put("inUseOnly() keeps", "--in-use-only keeps");
  }

  private static final Pattern QUERY = Pattern.compile("(://[^\\s'\"?#]*)[?#][^\\s'\"]*");
  private static final Pattern USER = Pattern.compile("://[^\\s'\"]*@");

  private Wording() {}

  static String ofCommand(String message) {
    String said = message;
    for (Map.Entry<String, String> words : WORDS.entrySet()) {
      said = said.replace(words.getKey(), words.getValue());
    }
    return withoutSecrets(said);
  }

  static String of(Throwable thrown) {
    return ofCommand(String.valueOf(thrown.getMessage()));
  }

  /** Hides the user, the password and the query (such as a signature) of addresses. */
  static String withoutSecrets(String text) {
    String shorter = QUERY.matcher(text).replaceAll("$1?***");
    return USER.matcher(shorter).replaceAll("://***@");
  }
}
