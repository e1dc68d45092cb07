package dev.versioned.s3dynamo.internal;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The table, and what is needed for any call to it.
 *
 * @param client calls it
 * @param name its name, or its ARN
 * @param errors translates errors
 */
public record Table(DynamoDbClient client, String name, AwsErrors errors) {}
