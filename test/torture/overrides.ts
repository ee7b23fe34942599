import { RTSPResult, RTSPStatusCode } from '../../lib/index.js';
import { libraryTypeOf } from '../../lib/gobject/subclass.js';
import { native } from '../../lib/native.js';
import type { Behaviour } from './behaviour.js';
import type { Handlers } from './handlers.js';

type Method = (this: object, ...args: unknown[]) => unknown;
type Class<T extends object> = new (...args: never[]) => T;

/** What an override answers that wants nothing of what it is asked about. The others have nothing to refuse. */
const refusals: readonly (readonly [RegExp, unknown])[] = [
  [/^(check|authenticate|acceptCertificate|handleSdp|configureClientMedia|hasBackchannelSupport)$/, false],
  [/^createBackchannelStream$/, false],
  [/^(prepare|suspend|unsuspend|setupSdp|setupRtpbin)$/, false],
  [/^(createSdp|configureClientTransport|convertRange|genKey|createElement|createPipeline|createRtpbin)$/, null],
  [/^(construct|makePath|createClient|createSessionId|getThread)$/, null],
  [/^(paramsSet|paramsGet)$/, RTSPResult.ERROR],
  [/^(pre\w+Request|adjustPlayMode|adjustPlayResponse|adjustErrorCode)$/, RTSPStatusCode.FORBIDDEN],
  [/^checkRequirements$/, 'com.example.one'],
];

/** The name of an override, as it is counted. */
export const overrideName = (type: string, method: string) => `${type.replace(/^Gst/, '')}.${method}()`;

/** Makes subclasses that override every virtual method which may be overridden. */
export class Overrides {
  readonly #behaviour: Behaviour;
  readonly #handlers: Handlers;

  /**
   * The classes are never forgotten, nor what their methods know.
   *
   * @param handlers - Sees what each override is called with.
   */
  constructor(behaviour: Behaviour, handlers: Handlers) {
    this.#behaviour = behaviour;
    this.#handlers = handlers;
  }

  /** @param own - What the overrides of these methods answer, where it is not what C's own do. */
  of<T extends object>(base: Class<T>, own: Readonly<Record<string, () => unknown>> = {}): Class<T> {
    const Overriding = class extends (base as unknown as Class<object>) {} as unknown as Class<T>;
    const methods = methodsOf(base);
    overridden.set(Overriding.prototype as object, new Set(methods.keys()));
    for (const [method, name] of methods) {
      const inherited = (base.prototype as Record<string, Method>)[method];
      const behaviour = this.#behaviour;
      const handlers = this.#handlers;
      const see = (args: readonly unknown[]) => handlers.see(args);
      Object.defineProperty(Overriding.prototype, method, {
        configurable: true,
        writable: true,
        value: function (this: T, ...args: unknown[]): unknown {
          const right = own[method] ?? (() => inherited.apply(this, args));
          const refusal = refusals.find(([names]) => names.test(method));
          return behaviour.handler(name, refusal ? { right, refusal: () => refusal[1] } : { right }, see)(...args);
        },
      });
    }
    return Overriding;
  }
}

const overridden = new WeakMap<object, ReadonlySet<string>>();

/** Whether that method of the object is one of these overrides. */
export function isOverridden(object: object, method: string): boolean {
  return overridden.get(Object.getPrototypeOf(object) as object)?.has(method) ?? false;
}

/** The virtual methods of a class of the library's and of those above it, with the names by which they are counted. */
function methodsOf(base: Class<object>): Map<string, string> {
  const methods = new Map<string, string>();
  for (let at: unknown = base; at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const type = libraryTypeOf(at as Class<object>);
    for (const entry of native.virtualMethods()) {
      if (entry.type !== type || entry.refusal !== null || methods.has(entry.method)) continue;
      methods.set(entry.method, overrideName(type, entry.method));
    }
  }
  return methods;
}
