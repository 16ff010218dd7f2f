export const BODY = JSON.stringify({ a: 1, s: 'é<&>', list: [{ n: 'p' }, { n: 'q' }], o: { k: true, z: null } })
export const PARAMETERS = { name: 'Tom', list: [1, 2, 3], nested: { a: { b: '<x>' } }, empty: {}, none: null }
/** Templates with what they become, for a POST of BODY to /one/two%20x/three?a=1&b=x%20y&b=2&e=. Most were compared with WireMock 3.13.2. */
export const RENDERED: readonly (readonly [template: string, text: string])[] = [
  ['{{request.method}} {{request.url}}', 'POST /one/two%20x/three?a=1&b=x%20y&b=2&e='],
  [
    '{{request.path}} {{request.path.[1]}} {{request.pathSegments.0}} {{request.path.9}}',
    '/one/two x/three two x one '
  ],
  ["{{truncateDate (parseDate '2020-05-05T10:20:30Z') 'first hour of day'}}", '2020-05-05T00:00:00Z'],
  ["{{date (truncateDate (parseDate '2020-05-05T10:20:30Z') 'last day of month') format='d.M.'}}", '31.5.'],
  [
    "{{truncateDate '2020-05-05T10:20:30Z' 'first hour of day'}}",
    '[ERROR: A date object must be passed to the truncateDate helper]'
  ],
  ['{{#formatJson}}{"a":{{request.query.a}} }{{/formatJson}}', '{\n  "a" : 1\n}'],
  ['{{request.pathSegments.size}} {{request.path.nope}}', '3 '],
  [
    '{{#with request.requestLine}}{{path}}{{path.[1]}} {{pathSegments.[1]}} {{query.b.[1]}} {{method}}{{/with}}',
    '/one/two x/three two x 2 POST'
  ],
  ['{{request.query.a}} {{request.query.b}} {{request.query.b.[1]}} {{request.query.b.first}}', '1 x y 2 x y'],
  ['[{{request.query.e}}{{request.query.none}}{{request.nope.x}}{{nope}}]', '[]'],
  ['{{request.headers.X-One}} {{request.headers.x-one}} {{request.cookies.c}} [{{request.headers.no}}]', 'h h v []'],
  ['{{request.scheme}} {{request.clientIp}}', 'http 127.0.0.1'],
  ['{{request.body}} {{request.bodyAsBase64}}', `${BODY} ${Buffer.from(BODY).toString('base64')}`],
  ['{{#each request.query}}{{@key}}={{this}};{{/each}}', 'a=1;b=x y;e=;'],
  [
    '{{parameters.name}} {{parameters.list}} {{parameters.nested}} {{parameters.list.length}}',
    'Tom [1, 2, 3] {a={b=<x>}} 3'
  ],
  ['{{parameters.name.length}}{{parameters.name.x}}{{parameters.list.x}}{{parameters.list.x.y}}', '3'],
  ["{{jsonPath request.body '$.list[?(@.n =~ /p|x/)].n'}}", '["p"]'],
  ["{{jsonPath request.body '$.s'}} {{jsonPath request.body '$.list'}}", 'é<&> [{"n":"p"},{"n":"q"}]'],
  ["{{jsonPath '{\"n\":12345678901234567890}' '$.n'}}", '12345678901234567890'],
  ["{{jsonPath '{\"n\":1.0}' '$.n'}}", '1.0'],
  ["{{jsonPath '{\"n\":1e2}' '$.n'}}", '1e2'],
  ["{{jsonPath '{\"n\":1.10}' '$.n'}}", '1.10'],
  ['{{toJson (parseJson \'{"10":[1.0],"2":3}\')}}', '{\n  "10" : [ 1.0 ],\n  "2" : 3\n}'],
  ["{{#if (jsonPath '{\"n\":0.0}' '$.n')}}yes{{else}}no{{/if}}", 'no'],
  ["{{jsonPath request.body '$.o'}}", '{\n  "k" : true\n}'],
  ["{{jsonPath request.body '$.none'}}{{jsonPath request.body '$.none' default='d'}}{{jsonPath 'no' '$.a'}}", 'd'],
  ["{{jsonPath request.body}}{{jsonPath parameters.nested '$.a.b'}}", '[ERROR: The JSONPath cannot be empty]<x>'],
  [
    "{{#each (jsonPath request.body '$.list') as |x i|}}{{x.n}}{{i}}{{@index}}{{@first}}{{@last}} {{/each}}",
    'p00first q11last '
  ],
  ["{{#each (jsonPath request.body '$.o')}}{{@key}}={{this}};{{/each}}", 'k=true;z=;'],
  ['{{#each parameters.list}}{{this}}{{@odd}}{{@even}}{{#unless @last}},{{/unless}}{{/each}}', '1even,2odd,3even'],
  ['{{#each parameters.none}}x{{else}}none{{/each}} {{#each (array)}}x{{else}}empty{{/each}}', 'none empty'],
  ['{{#parameters.list}}{{this}}{{/parameters.list}}{{#parameters.name}}[{{this}}]{{/parameters.name}}', '123[Tom]'],
  ['{{^nope}}none{{/nope}}{{#nope}}x{{/nope}}', 'none'],
  [
    '{{#with parameters.nested}}a{{a.b}} {{../request.method}} {{@root.request.method}} {{request.method}}{{/with}}',
    'a<x> POST POST POST'
  ],
  [
    '{{#with parameters.nested}}{{#if a}}{{../request.method}}{{/if}}{{/with}}{{#with nope}}x{{else}}-{{/with}}',
    'POST-'
  ],
  ["{{#if (eq 1 1)}}y{{else}}n{{/if}}{{#eq 'a' 'a'}}y{{else}}n{{/eq}}{{#eq 'a' 'b'}}y{{else}}n{{/eq}}", 'yyn'],
  [
    "{{eq 'a' 'b'}} {{eq 'a' 'a' yes='Y' no='N'}} {{eq 'a' 'b' no='N'}} {{eq 1 '1'}} {{eq null nope}} {{neq 1 2}}",
    'false Y N false true true'
  ],
  ["{{and true ''}} {{or 0 'x'}} {{not request.query.e}} {{not nope}}", 'false true false true'],
  ['{{#if (gt 1 2)}}a{{else if (gt 3 2)}}b{{else}}c{{/if}}', 'b'],
  [
    "{{upper 'aé'}} {{lower 'AB'}} {{capitalize 'fOO bar'}} {{capitalize 'fOO' fully=true}} {{capitalizeFirst 'foo bar'}}",
    'AÉ ab FOO Bar Foo Foo bar'
  ],
  [
    "[{{trim '  x '}}{{#trim}} y {{/trim}}]{{stripTags '<b>x</b>'}}{{cut 'a b' ' '}}{{defaultIfEmpty '' 'd'}}{{defaultIfEmpty 'v' 'd'}}",
    '[xy]xabdv'
  ],
  ["{{replace 'aXbX' 'X' '-'}} {{substring 'abcdef' 2}} {{substring 'abcdef' 1 3}}", 'a-b- cdef bc'],
  ["{{size 'abc'}} {{size parameters.list}} {{size parameters.nested}} [{{size 12}}]", '3 3 1 []'],
  [
    "{{join parameters.list ','}} {{join 'a' 'b' '|'}} {{join 'a' '|'}} {{arrayJoin ',' (array 1 2) prefix='[' suffix=']'}}",
    '1,2,3 a|b a [1,2]'
  ],
  ["{{#arrayJoin '-' (array 1 2) as |i|}}n{{i}}{{/arrayJoin}}", 'n1-n2'],
  [
    "{{arrayAdd (array 1 2) 3}} {{arrayAdd (array 1) 0 position='start'}} {{arrayAdd (array 1 3) 2 position=1}}",
    '[1, 2, 3] [0, 1] [1, 2, 3]'
  ],
  [
    "{{arrayRemove (array 1 2 3)}} {{arrayRemove (array 1 2) position='start'}} {{arrayRemove (array 1 2 3) position=1}}",
    '[1, 2] [2] [1, 3]'
  ],
  [
    '{{range 1 3}} {{range -1 1}} {{range 1}}',
    '[1, 2, 3] [-1, 0, 1] [ERROR: The range helper requires both lower and upper bounds as integer parameters]'
  ],
  [
    "{{contains 'abcd' 'bc'}} {{contains (array 'a' 'b') 'a'}} {{contains nope 'a'}} {{contains request.query.b 'x'}}",
    'true true false false'
  ],
  [
    "{{regexExtract 'abc123' '[0-9]+'}} {{regexExtract 'abc' '[0-9]+'}} {{regexExtract 'abc' '[0-9]+' default='none'}}",
    '123 [ERROR: Nothing matched [0-9]+] none'
  ],
  [
    "{{regexExtract 'abc-123' '([a-z]+)-([0-9]+)(x)?' 'p'}}{{p}} {{p.0}} {{p.[1]}}{{p.2}} {{regexExtract 'a' 'a' 'q'}} {{regexExtract 'a' '['}}",
    'abc abc 123 [ERROR: Nothing matched a] [ERROR: Invalid regex string []'
  ],
  [
    "{{math 1 '+' 2}} {{math 4 '/' 3}} {{math 10 '/' 4}} {{math -7 '/' 2}} {{math 1.5 '*' 2}} {{math '5' '-' '2'}} {{math 5 '%' 3}}",
    '3 1 3 -4 3.0 3 2'
  ],
  [
    "{{math request.query.a 'x' 2}} {{math 3 '*' 0.1}} {{math 0.1 '+' 0.2}} {{math -1 '*' 0.5}} {{math 'a' '+' 2}} {{math 1 '^' 2}}",
    '2 0.3 0.3 -0.5 2 [ERROR: ^ is not a valid mathematical operator]'
  ],
  [
    "{{base64 'abc'}} {{base64 'YWJj' decode=true}} {{base64 'ab' padding=false}} {{#base64}}hello{{/base64}}",
    'YWJj abc YWI aGVsbG8='
  ],
  ["{{urlEncode 'a b&c/ä!'}} {{urlEncode 'a%20b+c' decode=true}}", 'a+b%26c%2F%C3%A4%21 a b c'],
  ["{{formData 'a=1&b=2&b=3&c=x%20y+z' 'f' urlDecode=true}}{{f.a}} {{f.b.[1]}} {{f.c}}{{f.x}}", '1 3 x y z'],
  ["{{formData 'c=x%20y&d' 'f'}}{{f.c}}{{f.d}} {{lookup (formData 'a=1') 'a'}}", 'x%20y 1'],
  [
    "{{#assign 'v'}}v-{{request.method}}{{/assign}}[{{v}}] {{val 'x' assign='y'}}[{{y}}] {{val nope or='d'}} {{val 'a' or='d'}} {{val 'b'}}",
    '[v-POST] [x] d a b'
  ],
  [
    '{{#parseJson \'p\'}}{"a":[1,2],"n":null}{{/parseJson}}{{p.a.[1]}} {{p}} {{parseJson \'{"x":5}\' \'q\'}}{{q.x}}',
    '2 {a=[1, 2], n=null} 5'
  ],
  [
    "{{toJson (array 1 'a' true)}} {{toJson parameters.empty}} {{toJson (array)}} {{toJson parameters.none}} {{toJson request.query.a}}",
    '[ 1, "a", true ] { } [ ]  "1"'
  ],
  ['{{formatJson \'{"b":{"a":[null]}}\'}}', '{\n  "b" : {\n    "a" : [ null ]\n  }\n}'],
  ['{{lookup parameters.nested "a"}} {{lookup parameters.list 1}}', '{b=<x>} 2'],
  [
    "{{date (parseDate '2020-01-02T03:04:05.678Z') offset='2 days' format='epoch'}} {{parseDate '2020-01-02T03:04:05Z'}}{{parseDate 'x'}}",
    '1578107045678 2020-01-02T03:04:05Z'
  ],
  [
    "{{date (parseDate '01/02/2020' format='dd/MM/yyyy') format='yyyy-MM-dd'}}{{parseDate '1/x' format='d/M'}}{{parseDate '1x' format='d'}}{{parseDate '1-2' format='d/M'}}",
    '2020-02-01'
  ],
  [
    "{{date (parseDate '2020-01-02T00:30:00Z') format=\"''yyyy 'o''clock' kk K XX Z XXX\"}}",
    "'2020 o'clock 24 0 Z +0000 Z"
  ],
  ["{{date (parseDate '2020-01-02T03:04:05Z') offset='-3000 years' format='y u'}}", '981 7'],
  ['{{parseJson \'{"x":5}\'}} {{toJson nope}}', '{x=5} '],
  [
    "{{date (parseDate '2020-01-02T00:00:00Z') format='h a'}}{{parseDate 'x' format='Z'}}{{parseDate 'x' format='a'}}",
    '12 AM'
  ]
]
