import path from 'node:path';

import ts from 'typescript';

import { projectRoot } from '../helpers/process.js';

/** One type: its names, and those of the classes above it. */
export interface Part {
  readonly own: readonly string[];
  readonly above: readonly string[];
}

/** What TypeScript knows of a value: the names of what it can be, `number` or a class; and whether null is among it. */
export interface Shape {
  readonly kinds: ReadonlySet<string>;
  /** The same of each part of a union. */
  readonly parts: readonly Part[];
  /** Null, or nothing at all. */
  readonly nullable: boolean;
  /** Null itself. */
  readonly isNull: boolean;
  /** A number without a name: not one of an enumeration's. */
  readonly anyNumber: boolean;
  /** The numbers of an enumeration. */
  readonly numbers: ReadonlySet<number>;
  /** Of an array: what is in it. */
  readonly elements: Shape | undefined;
}

/** A place where the facade calls a native function. */
export interface FacadeCall {
  readonly name: string;
  /** `rtsp-server/media.ts:12` */
  readonly place: string;
  readonly args: readonly Shape[];
  readonly hasSpread: boolean;
  /** What the facade takes the result for, after the Promise; none when it makes no use of it. */
  readonly results?: readonly Shape[];
  /** What the method or the accessor says that it gives, where that is the result as it is. */
  readonly declared?: Shape;
  readonly promise: boolean;
  /** Of a constructor: what it makes. */
  readonly made?: Shape;
}

/** A method, a callback, or the handler of an event as its class's map has it. */
export interface FacadeCallable {
  readonly parameters: readonly Shape[];
  /** After the Promise, where it is one. */
  readonly result: Shape;
  /** Whether it may be one. */
  readonly promised: boolean;
}

/** An accessor: what it gives, and whether it can be read and set. */
export interface FacadeAccessor {
  readonly shape: Shape;
  readonly gettable: boolean;
  readonly settable: boolean;
}

/** What a class of the facade has, with what it inherits. */
export interface FacadeClass {
  readonly methods: ReadonlyMap<string, FacadeCallable>;
  readonly accessors: ReadonlyMap<string, FacadeAccessor>;
  readonly events: ReadonlyMap<string, FacadeCallable>;
}

/** Some types have none, whatever TypeScript's own declarations say. */
const nameOf = ({ symbol }: { symbol?: ts.Symbol }) => symbol?.name ?? 'unknown';

/** The call of `super()` in a constructor. */
function superCallOf(node: ts.Node): ts.CallExpression | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) return node;
  return ts.forEachChild(node, superCallOf);
}

/** The facade as TypeScript sees it. */
export class Facade {
  readonly folder = path.join(projectRoot, 'lib');
  readonly calls: readonly FacadeCall[];
  /** The GType that each class stands for. */
  readonly classOfType = new Map<string, string>();
  /** The classes whose instances a native constructor makes. */
  readonly constructed = new Set<string>();
  readonly #checker: ts.TypeChecker;
  readonly #exports: ReadonlyMap<string, ts.Symbol>;

  constructor() {
    const { config } = ts.readConfigFile(path.join(projectRoot, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
    const index = path.join(this.folder, 'index.ts');
    const program = ts.createProgram([index], { ...options, noEmit: true });
    this.#checker = program.getTypeChecker();
    const source = program.getSourceFile(index);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (!module) throw new Error('the facade has no index');
    this.#exports = new Map(this.#checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
    const calls: FacadeCall[] = [];
    let references = 0;
    for (const file of program.getSourceFiles()) {
      if (!file.fileName.startsWith(this.folder)) continue;
      const visit = (node: ts.Node): void => {
        if (ts.isCallExpression(node)) this.#visitCall(file, node, calls);
        if (ts.isPropertyAccessExpression(node) && node.expression.getText(file) === 'c') references++;
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    this.calls = calls;
    if (references !== calls.length) {
      throw new Error(
        `${references - calls.length} native functions are neither called nor registered as constructors`,
      );
    }
  }

  /** Whether a type, a class or a value of that name is exported. */
  exports(name: string): boolean {
    return this.#exports.has(name);
  }

  /** What the exported class or interface has; undefined when there is none. */
  classOf(name: string): FacadeClass | undefined {
    const type = this.#typeNamed(name);
    if (!type) return undefined;
    const methods = new Map<string, FacadeCallable>();
    const accessors = new Map<string, FacadeAccessor>();
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const declarations = property.declarations ?? [];
      if (declarations.some((declaration) => ts.isMethodDeclaration(declaration))) {
        methods.set(property.name, this.#callableOf(property));
      }
      if (declarations.some((declaration) => ts.isGetAccessor(declaration) || ts.isSetAccessor(declaration))) {
        accessors.set(property.name, {
          shape: this.#shapeOf(this.#checker.getTypeOfSymbol(property)),
          gettable: declarations.some((declaration) => ts.isGetAccessor(declaration)),
          settable: declarations.some((declaration) => ts.isSetAccessor(declaration)),
        });
      }
      const signature = declarations.find(
        (declaration) => ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration),
      );
      if (signature) {
        accessors.set(property.name, {
          shape: this.#shapeOf(this.#checker.getTypeOfSymbol(property)),
          gettable: true,
          settable: !(ts.getCombinedModifierFlags(signature) & ts.ModifierFlags.Readonly),
        });
      }
    }
    return { methods, accessors, events: this.#eventsOf(name) };
  }

  /**
   * The callbacks that a method of an exported class takes, in their order, and those of what it gives: the callback of a
   * source is set when it has been made.
   */
  callbacksOf(className: string, method: string): FacadeCallable[] {
    const member = this.#typeNamed(className)?.getProperty(method);
    const signature = member && this.#checker.getTypeOfSymbol(member).getCallSignatures().at(0);
    if (!signature) return [];
    const given = this.#checker.getReturnTypeOfSignature(signature).getProperty('setCallback');
    const setter = given && this.#checker.getTypeOfSymbol(given).getCallSignatures().at(0);
    return [...signature.parameters, ...(setter?.parameters ?? [])].flatMap((parameter) => {
      const type = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(parameter));
      return type.getCallSignatures().length > 0 ? [this.#callableOfType(type)] : [];
    });
  }

  /** Whether `new` makes an instance of the exported class. */
  isConstructible(name: string): boolean {
    const symbol = this.#resolve(name);
    const signatures = symbol ? this.#checker.getTypeOfSymbol(symbol).getConstructSignatures() : [];
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return signatures.some(({ declaration }) => !declaration || !(ts.getCombinedModifierFlags(declaration) & hidden));
  }

  /** The static methods of an exported class. */
  staticsOf(name: string): ReadonlySet<string> {
    const symbol = this.#resolve(name);
    return new Set([...(symbol?.exports?.keys() ?? [])].map(String));
  }

  #resolve(name: string): ts.Symbol | undefined {
    const symbol = this.#exports.get(name);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #typeNamed(name: string): ts.Type | undefined {
    const symbol = this.#resolve(name);
    return symbol && this.#checker.getDeclaredTypeOfSymbol(symbol);
  }

  #eventsOf(name: string): Map<string, FacadeCallable> {
    const type = this.#typeNamed(`${name}Events`);
    const events = type ? this.#checker.getPropertiesOfType(type) : [];
    return new Map(events.map((event) => [event.name, this.#callableOf(event)]));
  }

  #callableOf(symbol: ts.Symbol): FacadeCallable {
    return this.#callableOfType(this.#checker.getTypeOfSymbol(symbol));
  }

  #callableOfType(type: ts.Type): FacadeCallable {
    const signature = type.getCallSignatures().at(0);
    const result = signature ? this.#checker.getReturnTypeOfSignature(signature) : this.#checker.getVoidType();
    return {
      parameters: (signature?.parameters ?? []).map((parameter) =>
        this.#shapeOf(this.#checker.getTypeOfSymbol(parameter)),
      ),
      result: this.#shapeOf(result),
      promised: (result.isUnion() ? result.types : [result]).some((part) => nameOf(part) === 'Promise'),
    };
  }

  /** What the method or the accessor around a `return` says that it gives. */
  #declaredAround(statement: ts.Node): Shape | undefined {
    if (!ts.isReturnStatement(statement)) return undefined;
    const around = ts.findAncestor(statement, ts.isFunctionLike);
    if (!around || !(ts.isMethodDeclaration(around) || ts.isGetAccessor(around)) || !around.type) return undefined;
    return this.#shapeOf(this.#checker.getTypeFromTypeNode(around.type));
  }

  #visitCall(file: ts.SourceFile, call: ts.CallExpression, calls: FacadeCall[]): void {
    const { expression } = call;
    if (ts.isIdentifier(expression) && expression.text === 'registerClass') {
      const [type, constructor, construct] = call.arguments as unknown as (ts.Expression | undefined)[];
      if (type && constructor && ts.isStringLiteral(type)) {
        this.classOfType.set(type.text, constructor.getText(file));
        if (construct) calls.push(this.#constructionOf(constructor, construct));
      }
    }
    if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText(file) !== 'c') return;
    let used: ts.Node = call.parent;
    while (ts.isParenthesizedExpression(used)) used = used.parent;
    const awaited = ts.isAwaitExpression(used);
    if (awaited) used = used.parent;
    while (ts.isParenthesizedExpression(used)) used = used.parent;
    let type = ts.isAsExpression(used) ? this.#checker.getTypeAtLocation(used.type) : undefined;
    const promised = type && this.#argumentOfPromise(type);
    if (promised) type = promised;
    calls.push({
      name: expression.name.text,
      ...this.#givenBy(call),
      results: type && this.#resultsOf(type),
      declared: type && this.#declaredAround(used.parent),
      promise: awaited || promised !== undefined,
    });
  }

  #givenBy(call: ts.CallExpression): Pick<FacadeCall, 'place' | 'args' | 'hasSpread'> {
    const file = call.getSourceFile();
    const line = file.getLineAndCharacterOfPosition(call.getStart(file)).line + 1;
    return {
      place: `${path.relative(this.folder, file.fileName)}:${line}`,
      args: call.arguments.map((argument) => this.#shapeOf(this.#checker.getTypeAtLocation(argument))),
      hasSpread: call.arguments.some((argument) => ts.isSpreadElement(argument)),
    };
  }

  /** What the class's constructor, its own or one that it inherits, gives to that of the library's objects by `super()`. */
  #constructionOf(constructor: ts.Expression, construct: ts.Expression): FacadeCall {
    if (!ts.isPropertyAccessExpression(construct)) throw new Error(`${construct.getText()} is no native function`);
    const type = this.#checker.getTypeAtLocation(constructor);
    const declaration = type.getConstructSignatures().at(0)?.declaration;
    const call = declaration && superCallOf(declaration);
    if (!call) throw new Error(`the constructor of ${constructor.getText()} gives nothing to the native one`);
    const made = type.getProperty('prototype');
    this.constructed.add(constructor.getText());
    return {
      name: construct.name.text,
      ...this.#givenBy(call),
      promise: false,
      made: made && this.#shapeOf(this.#checker.getTypeOfSymbol(made)),
    };
  }

  #argumentOfPromise(type: ts.Type): ts.Type | undefined {
    return nameOf(type) === 'Promise' ? this.#checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  }

  #resultsOf(type: ts.Type): Shape[] {
    if (!this.#checker.isTupleType(type)) return [this.#shapeOf(type)];
    return this.#checker.getTypeArguments(type as ts.TypeReference).map((element) => this.#shapeOf(element));
  }

  /** @param withElements - Not those of elements: a value may be a list of values. */
  #shapeOf(type: ts.Type, withElements = true): Shape {
    const parts: Part[] = [];
    const is = (own: string) => parts.push({ own: [own], above: [] });
    const numbers = new Set<number>();
    const elements: ts.Type[] = [];
    let nullable = false;
    let isNull = false;
    let anyNumber = false;
    const add = (part: ts.Type): void => {
      if (part.isUnion()) {
        part.types.forEach(add);
      } else if (part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) {
        nullable = true;
        if (part.flags & ts.TypeFlags.Null) isNull = true;
      } else if (part.flags & ts.TypeFlags.NumberLike) {
        is('number');
        if (part.isNumberLiteral()) numbers.add(part.value);
        else anyNumber = true;
      } else if (part.flags & ts.TypeFlags.BigIntLike) {
        is('bigint');
      } else if (part.flags & ts.TypeFlags.StringLike) {
        is('string');
      } else if (part.flags & ts.TypeFlags.BooleanLike) {
        is('boolean');
      } else if (part.flags & ts.TypeFlags.TypeParameter) {
        const constraint = this.#checker.getBaseConstraintOfType(part);
        if (constraint) add(constraint);
      } else if (part.flags & ts.TypeFlags.Intersection) {
        // A number or a string with a name of its own.
        add((part as ts.IntersectionType).types[0]);
      } else if (nameOf(part) === 'Promise') {
        this.#checker.getTypeArguments(part as ts.TypeReference).forEach(add);
      } else if (/^(Partial|Readonly)$/.test(part.aliasSymbol?.name ?? '')) {
        part.aliasTypeArguments?.forEach(add);
      } else {
        if (this.#checker.isArrayType(part)) elements.push(...this.#checker.getTypeArguments(part as ts.TypeReference));
        parts.push(this.#namesOf(part));
      }
    };
    add(type);
    return {
      kinds: new Set(parts.flatMap(({ own, above }) => [...own, ...above])),
      parts,
      nullable,
      isNull,
      anyNumber,
      numbers,
      elements: withElements && elements.length > 0 ? this.#shapeOf(elements[0], false) : undefined,
    };
  }

  #namesOf(type: ts.Type): Part {
    const name = nameOf(type);
    // A class with type parameters has what is above it where it is declared.
    const { target = type } = type as Partial<ts.TypeReference>;
    const above = target.getBaseTypes();
    return {
      own: type.aliasSymbol ? [type.aliasSymbol.name, name] : [name],
      above: (above ?? []).map((base) => this.#namesOf(base)).flatMap((base) => [...base.own, ...base.above]),
    };
  }
}
