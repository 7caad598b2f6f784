/** A field of a message. */
export interface MessageField {
  readonly type: string;
}

/** A named record type of upstream's sources, a protobuf message or a Go struct: what CRDs were made from. */
export interface Message {
  /** With package and outer messages: `istio.networking.v1alpha3.Headers.HeaderOperations`. */
  readonly fullName: string;
  /** Without the package: `Headers.HeaderOperations`. */
  readonly localName: string;
  /** Its place in upstream's reference. */
  readonly page?: string;
  /** By the name in JSON. */
  readonly fields: ReadonlyMap<string, MessageField>;
}

/** Finds messages by the name that a field writes, from the inside out as protobuf resolves names. */
export class MessageIndex {
  private readonly byName: ReadonlyMap<string, Message>;

  constructor(messages: readonly Message[]) {
    this.byName = new Map(messages.map((message) => [message.fullName, message]));
  }

  /** The message with this full name. */
  get(fullName: string): Message | undefined {
    return this.byName.get(fullName);
  }

  /** The message that `type` means inside `scope`. */
  resolve(type: string, scope: Message): Message | undefined {
    if (type.startsWith('.')) return this.byName.get(type.slice(1));
    for (let outer = scope.fullName; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
      const found = this.byName.get(`${outer}.${type}`);
      if (found !== undefined) return found;
    }
    return this.byName.get(type);
  }
}
