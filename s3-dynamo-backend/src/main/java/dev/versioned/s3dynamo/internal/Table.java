package dev.versioned.s3dynamo.internal;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The table, and everything needed to call it.
 *
 * @param client the client
 * @param name its name or its ARN
 * @param errors translates errors
 */
public record Table(DynamoDbClient client, String name, AwsErrors errors) {}
