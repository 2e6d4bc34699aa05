/**
 * A websocket under the control of a test.
 */
export class FakeSocket {
  static readonly all: FakeSocket[] = [];

  onopen: () => void = () => undefined;
  onclose: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  readonly sent: string[] = [];

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    return FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket;
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.onclose();
  }
}
