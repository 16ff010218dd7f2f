// Generated from specs by npm run specs, as a user of the documents would. Not to be edited.

export interface paths {
    "/__admin/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the server is ready
         * @description The port opens when everything is loaded: an answer means ready.
         */
        get: operations["read_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/ca.pem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the certificate that clients trust over HTTPS
         * @description Of the authority that signed what `--tls-port` is served with. No token is asked for.
         */
        get: operations["read_authority"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the version */
        get: operations["read_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/fixtures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the fixture sets */
        get: operations["list_fixtures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/fixtures/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a fixture set */
        get: operations["read_fixtures"];
        /**
         * Save a fixture set
         * @description With a body, that is what is saved; without one, what the sandbox holds now.
         */
        put: operations["save_fixtures"];
        post?: never;
        /** Delete a fixture set */
        delete: operations["delete_fixtures"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the state, as a fixture */
        get: operations["read_state"];
        /** Replace the state */
        put: operations["replace_state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put everything in the sandbox back
         * @description Costs the same at any size. The named fixture set is the one of the sandbox from then on.
         */
        post: operations["reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/state/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the state of the sandbox back
         * @description Costs the same at any size. The named fixture set is the one of the sandbox from then on.
         */
        post: operations["reset_state"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/sandboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sandboxes */
        get: operations["list_sandboxes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/sandboxes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a sandbox */
        get: operations["read_sandbox"];
        /** Make a sandbox */
        put: operations["make_sandbox"];
        post?: never;
        /** Drop a sandbox */
        delete: operations["drop_sandbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the request journal, newest first */
        get: operations["list_requests"];
        put?: never;
        post?: never;
        /** Empty the request journal */
        delete: operations["delete_requests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a request of the journal */
        get: operations["read_request"];
        put?: never;
        post?: never;
        /** Remove a request from the journal */
        delete: operations["delete_request"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count the requests that match a pattern, or wait for them */
        post: operations["count_requests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the requests that match a pattern, newest first */
        post: operations["find_requests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the requests that match a pattern */
        post: operations["remove_requests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/unmatched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the requests that no route and no stub was there for */
        get: operations["list_unmatched_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/requests/unmatched/near-misses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the stubs that came closest to each unmatched request */
        get: operations["list_near_misses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/near-misses/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the stubs that come closest to a request */
        post: operations["find_near_misses_of_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/near-misses/request-pattern": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the requests that come closest to a pattern */
        post: operations["find_near_misses_of_pattern"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the stubs, in the order in which they are asked */
        get: operations["list_mappings"];
        put?: never;
        /** Add a stub */
        post: operations["create_mapping"];
        /** Remove all stubs */
        delete: operations["delete_mappings"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a stub */
        get: operations["read_mapping"];
        /** Put a stub in the place of another */
        put: operations["edit_mapping"];
        post?: never;
        /** Remove a stub */
        delete: operations["delete_mapping"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a stub in the place of the one with its id */
        post: operations["edit_mapping_by_body"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the stub with this id, or with this request pattern */
        post: operations["remove_mapping_by_body"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to the stubs of the start */
        post: operations["reset_mappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add many stubs, all or none */
        post: operations["import_mappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/find-by-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the stubs whose metadata match a pattern */
        post: operations["find_mappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/mappings/remove-by-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the stubs whose metadata match a pattern */
        post: operations["remove_mappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the scenarios that stubs name */
        get: operations["list_scenarios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/scenarios/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put all scenarios back to their beginning */
        post: operations["reset_scenarios"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/scenarios/{name}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the state of a scenario, or put it back to its beginning */
        put: operations["set_scenario_state"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the settings */
        get: operations["read_settings"];
        /** Set all settings */
        put: operations["replace_settings"];
        /** Set all settings, as WireMock has it */
        post: operations["post_settings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__admin/shutdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the server */
        post: operations["shut_down"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "healthy";
            message: string;
            version: string;
            /** @description Since the process started. */
            uptimeInSeconds: number;
            /**
             * Format: date-time
             * @description The time now.
             */
            timestamp: string;
        };
        Version: {
            version: string;
        };
        Counts: {
            /** @description Users of Atrium. */
            atriumUsers: number;
            /** @description Users of the ATMS. */
            atmsUsers: number;
            /** @description User groups of the ATMS. */
            userGroups: number;
            /** @description Pairs of credentials of Atrium. */
            credentials: number;
            /** @description Tokens of the ATMS. */
            tokens: number;
        };
        FixtureSetSummary: {
            /** @description What a reset calls it. */
            name: string;
            /** @description Its file, or `memory`. */
            source: string;
            /** @description Of its content. */
            sha256: string;
            counts: components["schemas"]["Counts"];
        };
        FixtureSets: {
            fixtures: (components["schemas"]["FixtureSetSummary"] | {
                /** @description As its file is called. */
                name: string;
                /** @description Why it cannot be used: to read the set tells all that is wrong with it. */
                error: string;
            })[];
        };
        SandboxSummary: {
            /** @description The name of a sandbox. */
            name: string;
            /**
             * Format: date-time
             * @description When it came into being.
             */
            created: string;
            /**
             * Format: date-time
             * @description When a request last belonged to it.
             */
            lastUsed: string;
            /** @description The fixture set that a reset goes back to. */
            fixtures: string;
            counts: components["schemas"]["Counts"];
            /** @description How many requests are in its journal. */
            requests: number;
        };
        Sandboxes: {
            sandboxes: components["schemas"]["SandboxSummary"][];
        };
        FixturesChoice: {
            /** @description The name of a fixture set. */
            fixtures?: string;
        };
        /** A fixture of atrium-atms-mock */
        Fixture: {
            $schema?: string;
            /** @description Written by the server into its state file; ignored in a fixture. */
            $mock?: Record<string, never>;
            atrium?: {
                credentials: {
                    /** @description Sent as MX-API-Key. */
                    apiKey: string;
                    /** @description Sent as MX-Client-ID. */
                    clientId: string;
                }[];
                users: {
                    /** @description The unique identifier of the user, given by the server. */
                    guid: string;
                    /** @description Whether access to the user's data is restricted. */
                    is_disabled?: boolean;
                    /** @description Anything the partner wants to keep; echoed byte for byte. */
                    metadata?: string | null;
                    /** @description The partner's own identifier, unique among users; null and empty mean none. */
                    identifier?: string | null;
                }[];
            };
            atms?: {
                tokens: string[];
                userGroups: {
                    /** @description Unique name of the user group. */
                    GroupName: string;
                    /** @description What users of the group do. */
                    Description?: string | null;
                }[];
                users: {
                    /** @description Unique user name or e-mail address; not editable once the account exists. */
                    Username: string;
                    /** @description Long name to display for the user. */
                    DisplayName: string;
                    /** @description The GroupName of an existing user group. */
                    UserGroupName: string;
                    /** @description E-mail address of the user. */
                    Email?: string | null;
                    /** @description Phone number of the user. */
                    Phone?: string | null;
                    /** @description Whether the user is kept from accessing the system. */
                    IsAccountDisabled?: boolean;
                }[];
            };
        };
        /** @description Nothing more to say. */
        Done: Record<string, never>;
        ErrorBody: {
            /** @description The first hundred. */
            errors: {
                /** @description The status, or 10 for a document that is not valid. */
                code: number;
                /** @description What was wrong. */
                title: string;
                /** @description What was expected there. */
                detail?: string;
                source?: {
                    /** @description A JSON pointer into the document. */
                    pointer: string;
                };
            }[];
            meta?: {
                /** @description All that was wrong. */
                total: number;
            };
        };
        /** @description A member that is null says nothing. */
        RequestPattern: {
            method?: string | null;
            url?: string | null;
            urlPattern?: string | null;
            urlPath?: string | null;
            urlPathPattern?: string | null;
            urlPathTemplate?: string | null;
            pathParameters?: {
                [key: string]: components["schemas"]["ContentPattern"];
            } | null;
            queryParameters?: {
                [key: string]: components["schemas"]["ContentPattern"];
            } | null;
            headers?: {
                [key: string]: components["schemas"]["ContentPattern"];
            } | null;
            cookies?: {
                [key: string]: components["schemas"]["ContentPattern"];
            } | null;
            basicAuthCredentials?: {
                username: string;
                password: string;
            } | null;
            bodyPatterns?: components["schemas"]["ContentPattern"][] | null;
        } | {
            url?: string | null;
            urlPattern?: null;
            urlPath?: null;
            urlPathPattern?: null;
            urlPathTemplate?: null;
            pathParameters?: null;
        } | {
            url?: null;
            urlPattern?: string | null;
            urlPath?: null;
            urlPathPattern?: null;
            urlPathTemplate?: null;
            pathParameters?: null;
        } | {
            url?: null;
            urlPattern?: null;
            urlPath?: string | null;
            urlPathPattern?: null;
            urlPathTemplate?: null;
            pathParameters?: null;
        } | {
            url?: null;
            urlPattern?: null;
            urlPath?: null;
            urlPathPattern?: string | null;
            urlPathTemplate?: null;
            pathParameters?: null;
        } | {
            url?: null;
            urlPattern?: null;
            urlPath?: null;
            urlPathPattern?: null;
            /** @description a path with {names} for whole segments */
            urlPathTemplate: string;
        };
        /** one operator with its options */
        ContentPattern: {
            contains?: string;
            doesNotContain?: string;
            /** @constant */
            absent?: true;
            /**
             * Format: java-regex
             * @description a regular expression as Java has it, without look-around, back-references and possessive quantifiers
             */
            matches?: string;
            /**
             * Format: java-regex
             * @description a regular expression as Java has it, without look-around, back-references and possessive quantifiers
             */
            doesNotMatch?: string;
            matchesJsonPath?: components["schemas"]["JsonPathOperand"];
            and?: components["schemas"]["ContentPattern"][];
            or?: components["schemas"]["ContentPattern"][];
            not?: components["schemas"]["ContentPattern"];
        } | {
            equalTo: string;
            caseInsensitive?: boolean;
        } | {
            /** @description JSON, or JSON as text; with the placeholders of JsonUnit */
            equalToJson: (Record<string, never> | unknown[] | number | boolean | null) | string;
            ignoreArrayOrder?: boolean;
            ignoreExtraElements?: boolean;
        };
        JsonPathOperand: string | {
            /**
             * Format: json-path
             * @description a JSONPath, without filters in filters, functions for expressions, and more than one ..
             */
            expression: string;
            contains?: string;
            doesNotContain?: string;
            /** @constant */
            absent?: true;
            /**
             * Format: java-regex
             * @description a regular expression as Java has it, without look-around, back-references and possessive quantifiers
             */
            matches?: string;
            /**
             * Format: java-regex
             * @description a regular expression as Java has it, without look-around, back-references and possessive quantifiers
             */
            doesNotMatch?: string;
            matchesJsonPath?: components["schemas"]["JsonPathOperand"];
            and?: components["schemas"]["ContentPattern"][];
            or?: components["schemas"]["ContentPattern"][];
            not?: components["schemas"]["ContentPattern"];
        } | {
            /**
             * Format: json-path
             * @description a JSONPath, without filters in filters, functions for expressions, and more than one ..
             */
            expression: string;
            equalTo: string;
            caseInsensitive?: boolean;
        } | {
            /**
             * Format: json-path
             * @description a JSONPath, without filters in filters, functions for expressions, and more than one ..
             */
            expression: string;
            /** @description JSON, or JSON as text; with the placeholders of JsonUnit */
            equalToJson: (Record<string, never> | unknown[] | number | boolean | null) | string;
            ignoreArrayOrder?: boolean;
            ignoreExtraElements?: boolean;
        };
        /** @description A request, in the shape of WireMock. */
        LoggedRequest: {
            url: string;
            method: string;
        };
        /** @description A request and what was answered, in the shape of WireMock. */
        ServeEvent: {
            id: string;
            request: components["schemas"]["LoggedRequest"];
            wasMatched: boolean;
        };
        /** @description A member that is null says nothing. */
        StubMapping: {
            id?: string | null;
            uuid?: string | null;
            name?: string | null;
            request?: components["schemas"]["RequestPattern"] | null;
            response?: components["schemas"]["ResponseDefinition"] | null;
            priority?: number | null;
            scenarioName?: string | null;
            requiredScenarioState?: string | null;
            newScenarioState?: string | null;
            persistent?: boolean | null;
            metadata?: {
                mock?: {
                    /** @description how often it is used */
                    times?: number;
                    /** @description how many matching requests are let by first */
                    after?: number;
                    probability?: number;
                };
            } | null;
        };
        /** @description A member that is null says nothing. */
        ResponseDefinition: {
            status?: number | null;
            headers?: {
                [key: string]: string | string[];
            } | null;
            fixedDelayMilliseconds?: number | null;
            delayDistribution?: ({
                /** @constant */
                type: "fixed";
                milliseconds: number;
            } | {
                /** @constant */
                type: "uniform";
                lower: number;
                upper: number;
            } | {
                /** @constant */
                type: "lognormal";
                median: number;
                sigma: number;
                maxValue?: number;
            }) | null;
            chunkedDribbleDelay?: {
                numberOfChunks: number;
                totalDuration: number;
            } | null;
            fault?: ("EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE") | null;
            statusMessage?: string | null;
            transformers?: "emulate"[] | null;
            body?: string | null;
            jsonBody?: null;
            base64Body?: null;
        } | {
            status?: number | null;
            headers?: {
                [key: string]: string | string[];
            } | null;
            fixedDelayMilliseconds?: number | null;
            delayDistribution?: ({
                /** @constant */
                type: "fixed";
                milliseconds: number;
            } | {
                /** @constant */
                type: "uniform";
                lower: number;
                upper: number;
            } | {
                /** @constant */
                type: "lognormal";
                median: number;
                sigma: number;
                maxValue?: number;
            }) | null;
            chunkedDribbleDelay?: {
                numberOfChunks: number;
                totalDuration: number;
            } | null;
            fault?: ("EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE") | null;
            statusMessage?: string | null;
            transformers?: "emulate"[] | null;
            body?: null;
            jsonBody?: unknown;
            base64Body?: null;
        } | {
            status?: number | null;
            headers?: {
                [key: string]: string | string[];
            } | null;
            fixedDelayMilliseconds?: number | null;
            delayDistribution?: ({
                /** @constant */
                type: "fixed";
                milliseconds: number;
            } | {
                /** @constant */
                type: "uniform";
                lower: number;
                upper: number;
            } | {
                /** @constant */
                type: "lognormal";
                median: number;
                sigma: number;
                maxValue?: number;
            }) | null;
            chunkedDribbleDelay?: {
                numberOfChunks: number;
                totalDuration: number;
            } | null;
            fault?: ("EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE") | null;
            statusMessage?: string | null;
            transformers?: "emulate"[] | null;
            body?: null;
            jsonBody?: null;
            base64Body?: string | null;
        } | {
            status?: number | null;
            headers?: {
                [key: string]: string | string[];
            } | null;
            fixedDelayMilliseconds?: number | null;
            delayDistribution?: ({
                /** @constant */
                type: "fixed";
                milliseconds: number;
            } | {
                /** @constant */
                type: "uniform";
                lower: number;
                upper: number;
            } | {
                /** @constant */
                type: "lognormal";
                median: number;
                sigma: number;
                maxValue?: number;
            }) | null;
            chunkedDribbleDelay?: {
                numberOfChunks: number;
                totalDuration: number;
            } | null;
            fault?: ("EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE") | null;
            statusMessage?: null;
            body?: null;
            jsonBody?: null;
            base64Body?: null;
            /** @description emulate: the emulated API acts and answers */
            transformers: "emulate"[];
        };
        Settings: {
            fixedDelay?: number | null;
            delayDistribution?: ({
                /** @constant */
                type: "fixed";
                milliseconds: number;
            } | {
                /** @constant */
                type: "uniform";
                lower: number;
                upper: number;
            } | {
                /** @constant */
                type: "lognormal";
                median: number;
                sigma: number;
                maxValue?: number;
            }) | null;
            /** @description accepted, and of no effect: WireMock's clients send it */
            proxyPassThrough?: boolean;
        };
    };
    responses: {
        /** @description The body, the path or the name of a sandbox is malformed. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The token of `--admin-token` is missing or wrong. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The control API is turned off with `--no-admin`. */
        TurnedOff: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The document is not valid: nothing is changed. */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The body is over 64 MiB. */
        ContentTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The mock failed: see its log. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description There is no room for another sandbox. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_authority: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate, in PEM. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-pem-file": string;
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description There is none: no HTTPS, or a certificate that was brought along. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_fixtures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that a reset can name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FixtureSets"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_fixtures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a fixture set. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its content. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fixture"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no fixture set of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The file of the fixture set is damaged: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    save_fixtures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a fixture set. */
                name: string;
            };
            cookie?: never;
        };
        /** @description A fixture. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Fixture"];
            };
        };
        responses: {
            /** @description It replaced the one of that name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FixtureSetSummary"];
                };
            };
            /** @description It is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FixtureSetSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            /** @description The fixture set comes with the server. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_fixtures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a fixture set. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no fixture set of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description The fixture set comes with the server. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that the sandbox holds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fixture"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replace_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A fixture. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Fixture"];
            };
        };
        responses: {
            /** @description It is replaced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            422: components["responses"]["Unprocessable"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Another fixture set, where it is not to be the same. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FixturesChoice"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no fixture set of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The file of the fixture set is damaged: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Another fixture set, where it is not to be the same. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FixturesChoice"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no fixture set of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The file of the fixture set is damaged: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_sandboxes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that are in use. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandboxes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a sandbox. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sandbox. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no sandbox of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    make_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a sandbox. */
                name: string;
            };
            cookie?: never;
        };
        /** @description Another fixture set, where it is not to be the same. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FixturesChoice"];
            };
        };
        responses: {
            /** @description It is there already, on the same fixtures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxSummary"];
                };
            };
            /** @description It is made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no fixture set of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It is there already, on other fixtures. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The file of the fixture set is damaged: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    drop_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a sandbox. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no sandbox of this name, or the control API is turned off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description `default` is always there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_requests: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: string;
                /** @description an ISO 8601 date */
                since?: string;
                /** @description true for those alone that nothing was there for */
                unmatched?: string;
                /** @description the id of a stub, for those alone that it answered */
                matchingStub?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requests: components["schemas"]["ServeEvent"][];
                        meta: {
                            total: number;
                            /** @description how many requests fell out of the journal and are not counted, where there are any */
                            dropped?: number;
                        };
                        /** @constant */
                        requestJournalDisabled: false;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a UUID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServeEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a UUID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    count_requests: {
        parameters: {
            query?: {
                /** @description answer as soon as so many are there */
                atLeast?: string;
                /** @description and with what there is after so long, in milliseconds */
                timeoutMs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPattern"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        /** @description how many requests fell out of the journal and are not counted, where there are any */
                        dropped?: number;
                        /** @constant */
                        requestJournalDisabled: false;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    find_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPattern"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requests: components["schemas"]["LoggedRequest"][];
                        /** @description how many requests fell out of the journal and are not counted, where there are any */
                        dropped?: number;
                        /** @constant */
                        requestJournalDisabled: false;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPattern"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        serveEvents: components["schemas"]["ServeEvent"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_unmatched_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requests: components["schemas"]["LoggedRequest"][];
                        /** @description how many requests fell out of the journal and are not counted, where there are any */
                        dropped?: number;
                        /** @constant */
                        requestJournalDisabled: false;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_near_misses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nearMisses: {
                            request: {
                                url?: string;
                                method?: string;
                            };
                            stubMapping?: components["schemas"]["StubMapping"];
                            requestPattern?: components["schemas"]["RequestPattern"];
                            matchResult: {
                                distance: number;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    find_near_misses_of_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": {
                    url?: string;
                    method?: string;
                    headers?: {
                        [key: string]: string | string[];
                    };
                    cookies?: {
                        [key: string]: string | string[];
                    };
                    body?: string;
                    bodyAsBase64?: string;
                };
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nearMisses: {
                            request: {
                                url?: string;
                                method?: string;
                            };
                            stubMapping?: components["schemas"]["StubMapping"];
                            requestPattern?: components["schemas"]["RequestPattern"];
                            matchResult: {
                                distance: number;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    find_near_misses_of_pattern: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPattern"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        nearMisses: {
                            request: {
                                url?: string;
                                method?: string;
                            };
                            stubMapping?: components["schemas"]["StubMapping"];
                            requestPattern?: components["schemas"]["RequestPattern"];
                            matchResult: {
                                distance: number;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_mappings: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: string;
                /** @description how many to leave out first */
                offset?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mappings: components["schemas"]["StubMapping"][];
                        meta: {
                            total: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StubMapping"];
            };
        };
        responses: {
            /** @description The stub, with its id. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StubMapping"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a UUID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StubMapping"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    edit_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a UUID */
                id: string;
            };
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StubMapping"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StubMapping"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description a UUID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    edit_mapping_by_body: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StubMapping"];
            };
        };
        responses: {
            /** @description It is done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is nothing of this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_mapping_by_body: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StubMapping"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    import_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": {
                    mappings: components["schemas"]["StubMapping"][];
                    importOptions?: {
                        duplicatePolicy?: "OVERWRITE" | "IGNORE";
                        deleteAllNotInImport?: boolean;
                    };
                    meta?: unknown;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    find_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentPattern"];
            };
        };
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        mappings: components["schemas"]["StubMapping"][];
                        meta: {
                            total: number;
                        };
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentPattern"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_scenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        scenarios: {
                            id: string;
                            name: string;
                            state: string;
                            possibleStates: string[];
                            mappings: components["schemas"]["StubMapping"][];
                        }[];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_scenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    set_scenario_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the name of a scenario */
                name: string;
            };
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody?: {
            content: {
                "application/json": {
                    state?: string;
                };
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description No stub names this scenario. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        settings: components["schemas"]["Settings"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replace_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the shape of WireMock. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TurnedOff"];
            413: components["responses"]["ContentTooLarge"];
            /** @description The document is not valid: nothing is changed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    shut_down: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description It was not started with --allow-shutdown. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            404: components["responses"]["TurnedOff"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
