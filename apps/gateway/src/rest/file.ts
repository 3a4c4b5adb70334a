import { Readable } from "node:stream";
import type { Download } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Media type of bytes that nobody looks into. */
export const bytesType = "application/octet-stream";

/** Whether the caller asks for the file itself in place of JSON that holds it. */
export const wantsFile = (accept: string | undefined): boolean =>
  accept !== undefined && /application\/octet-stream/i.test(accept);

/** Whether an operation's reply can be had as a file. */
export const givesFile = ({ operation }: Pick<OperationEntry, "operation">): boolean =>
  operation.download !== undefined;

/** The key of an operation's input that a body of bytes stands in for, where there is one. */
export const fileKeyOf = ({ operation }: Pick<OperationEntry, "operation">): string | undefined =>
  operation.upload?.replaces;

/** Lets the routes of this server take bytes, unread. */
export const takeBytes = (app: FastifyInstance): void => {
  app.addContentTypeParser(bytesType, (_request, payload, done) => done(null, payload));
};

/**
 * Sends a file as it comes, no faster than the client takes it; when it breaks off so does the connection. Mail is
 * written by strangers: a browser is told to store the file and to run nothing of it.
 */
export const sendFile = (reply: FastifyReply, { content, contentType, fileName, sizeBytes }: Download): FastifyReply =>
  reply
    .code(200)
    .headers({
      "content-disposition": disposition(fileName),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-accel-buffering": "no",
      ...(sizeBytes !== undefined && { "content-length": sizeBytes }),
    })
    .type(contentType !== undefined && isMediaType(contentType) ? contentType : bytesType)
    .send(Readable.from(content, { objectMode: false }));

const isMediaType = (text: string): boolean => /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[\x20-\x7e]*)?$/.test(text);

const disposition = (fileName: string | undefined): string =>
  fileName === undefined
    ? "attachment"
    : `attachment; filename*=UTF-8''${encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, escaped)}`;

const escaped = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
