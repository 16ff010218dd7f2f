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
            fixtures: components["schemas"]["FixtureSetSummary"][];
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
            /** @description The document is not a valid fixture: nothing is changed. */
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
            /** @description The document is not a valid fixture: nothing is changed. */
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
}
